import type { Call } from "./call";
import { AwsRefusal } from "./refusal";
import type { WorldCacheCluster } from "./world";

type Parameters = URLSearchParams;

const DAY_MS = 86_400_000;
/** AWS keeps events for 14 days. */
const MOST_EVENTS_MS = 14 * DAY_MS;
const DEFAULT_EVENTS_MS = 3_600_000;
const REPEATED_MARKER = "again";

interface Paging {
  readonly size: string;
  readonly token: string;
  readonly least: number;
  readonly most: number;
  readonly usual: number;
}

const MARKER: Paging = { size: "MaxRecords", token: "Marker", least: 20, most: 100, usual: 100 };
const NEXT_TOKEN: Paging = { size: "MaxResults", token: "NextToken", least: 1, most: 100, usual: 50 };

/** The operations by name. Each gives the members of its Result. */
export const ELASTICACHE_OPERATIONS: Readonly<
  Record<string, (call: Call, parameters: Parameters) => Promise<object>>
> = {
  DescribeReplicationGroups: async (call, parameters) => {
    const id = parameters.get("ReplicationGroupId");
    const all = await call.world.groups();
    const wanted = id === null ? all : all.filter((group) => group.ReplicationGroupId === id);
    if (id !== null && wanted.length === 0)
      throw new AwsRefusal("no-group", `ReplicationGroup ${id} not found.`);
    return paged("ReplicationGroups", wanted, MARKER, call, parameters);
  },
  DescribeCacheClusters: async (call, parameters) => {
    const id = parameters.get("CacheClusterId");
    const all = await call.world.cacheClusters();
    const wanted = id === null ? all : all.filter((cluster) => cluster.CacheClusterId === id);
    if (id !== null && wanted.length === 0)
      throw new AwsRefusal("no-cluster", `CacheCluster not found: ${id}`);
    const alone = parameters.get("ShowCacheClustersNotInReplicationGroups") === "true";
    const shown = wanted
      .filter((cluster) => !alone || cluster.ReplicationGroupId === undefined)
      .map((cluster) => (parameters.get("ShowCacheNodeInfo") === "true" ? cluster : withoutNodes(cluster)));
    return paged("CacheClusters", shown, MARKER, call, parameters);
  },
  DescribeServerlessCaches: async (call, parameters) => {
    const name = parameters.get("ServerlessCacheName");
    const all = await call.world.serverlessCaches();
    const wanted = name === null ? all : all.filter((cache) => cache.ServerlessCacheName === name);
    if (name !== null && wanted.length === 0)
      throw new AwsRefusal("no-cache", `ServerlessCache ${name} not found.`);
    return paged("ServerlessCaches", wanted, NEXT_TOKEN, call, parameters);
  },
  DescribeEvents: async (call, parameters) => {
    const { fromMs, toMs } = eventRange(call, parameters);
    const id = parameters.get("SourceIdentifier");
    const type = parameters.get("SourceType");
    if (id !== null && type === null)
      throw new AwsRefusal("combination", "SourceType must be given together with SourceIdentifier.");
    const wanted = (await call.world.events(fromMs, toMs))
      .filter((event) => event.Date.getTime() >= fromMs && event.Date.getTime() <= toMs)
      .filter((event) => id === null || event.SourceIdentifier === id)
      .filter((event) => type === null || event.SourceType === type)
      .toSorted((a, b) => a.Date.getTime() - b.Date.getTime());
    return paged("Events", wanted, MARKER, call, parameters);
  },
  DescribeCacheParameters: async (call, parameters) => {
    const group = parameters.get("CacheParameterGroupName");
    if (group === null)
      throw new AwsRefusal("value", "The parameter CacheParameterGroupName must be provided.");
    const all = await call.world.parameters(group);
    if (all === null) throw new AwsRefusal("no-parameters", `CacheParameterGroup not found: ${group}`);
    const source = parameters.get("Source");
    const wanted = all.filter((parameter) => source === null || parameter.Source === source);
    return paged("Parameters", wanted, MARKER, call, parameters);
  },
};

function withoutNodes({ CacheNodes: _, ...cluster }: WorldCacheCluster): WorldCacheCluster {
  return cluster;
}

/** StartTime and EndTime, or the last Duration minutes; what is older than AWS keeps is gone. */
function eventRange(call: Call, parameters: Parameters): { fromMs: number; toMs: number } {
  const duration = parameters.get("Duration");
  const durationMs = duration === null ? DEFAULT_EVENTS_MS : Number(duration) * 60_000;
  if (!(durationMs > 0 && durationMs <= MOST_EVENTS_MS))
    throw new AwsRefusal("value", "Duration must be between 1 and 20160 minutes.");
  const toMs = timeOf(parameters, "EndTime") ?? call.nowMs;
  const fromMs = timeOf(parameters, "StartTime") ?? toMs - durationMs;
  if (fromMs > toMs) throw new AwsRefusal("combination", "StartTime must not be later than EndTime.");
  if (fromMs < call.nowMs - MOST_EVENTS_MS)
    throw new AwsRefusal("value", "StartTime must not be earlier than 14 days ago.");
  return { fromMs, toMs };
}

function timeOf(parameters: Parameters, name: string): number | null {
  const text = parameters.get(name);
  if (text === null) return null;
  const atMs = Date.parse(text);
  if (Number.isNaN(atMs)) throw new AwsRefusal("malformed", `${name} is no timestamp: ${text}`);
  return atMs;
}

function paged(
  name: string,
  records: readonly object[],
  paging: Paging,
  call: Call,
  parameters: Parameters,
): object {
  const size = Math.min(askedSize(paging, parameters), call.pageSize ?? paging.most);
  const from = call.repeatsMarker ? 0 : offsetOf(parameters.get(paging.token), paging);
  const page = { [name]: records.slice(from, from + size) };
  if (call.repeatsMarker) return { [paging.token]: REPEATED_MARKER, ...page };
  return from + size < records.length ? { [paging.token]: markerAt(from + size), ...page } : page;
}

function askedSize({ size, least, most, usual }: Paging, parameters: Parameters): number {
  const asked = parameters.get(size);
  const value = asked === null ? usual : Number(asked);
  if (!(value >= least && value <= most))
    throw new AwsRefusal(
      "value",
      `The parameter ${size} must be between ${least} and ${most}: ${asked ?? usual}`,
    );
  return value;
}

function markerAt(offset: number): string {
  return Buffer.from(`offset+${offset}`).toString("base64");
}

function offsetOf(marker: string | null, { token }: Paging): number {
  if (marker === null) return 0;
  const offset = /^offset\+(\d+)$/.exec(Buffer.from(marker, "base64").toString())?.[1];
  if (offset === undefined) throw new AwsRefusal("value", `Invalid ${token}: ${marker}`);
  return Number(offset);
}
