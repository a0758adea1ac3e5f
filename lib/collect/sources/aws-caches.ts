import {
  type CacheCluster,
  DescribeCacheClustersCommand,
  DescribeCacheParametersCommand,
  DescribeEventsCommand,
  DescribeReplicationGroupsCommand,
  DescribeServerlessCachesCommand,
  type ElastiCacheClient,
  type Event,
  type Parameter,
  type ReplicationGroup,
  type ServerlessCache,
} from "@aws-sdk/client-elasticache";
import type { AwsFound } from "./aws-model";
import { allPages } from "./aws-paging";

/** Sends one page's request: bounds its time. */
export type Send = <T>(request: (options: { abortSignal: AbortSignal }) => Promise<T>) => Promise<T>;

const PAGE = 100;
/** The calls take one id or none: beyond so many ids the whole region, 100 a page, takes fewer. */
const MOST_SINGLE_CALLS = 3;

export function findGroups(client: ElastiCacheClient, send: Send, ids: readonly string[] | null) {
  return find<ReplicationGroup>(ids, {
    idOf: (group) => group.ReplicationGroupId,
    list: (id) =>
      allPages(async (marker) => {
        const command = new DescribeReplicationGroupsCommand({
          ...(id === null ? { MaxRecords: PAGE } : { ReplicationGroupId: id }),
          Marker: marker,
        });
        const answer = await send((options) => client.send(command, options));
        return { items: answer.ReplicationGroups ?? [], next: answer.Marker };
      }),
  });
}

export function findCacheClusters(client: ElastiCacheClient, send: Send, ids: readonly string[] | null) {
  return find<CacheCluster>(ids, {
    idOf: (cluster) => cluster.CacheClusterId,
    list: (id) =>
      allPages(async (marker) => {
        const command = new DescribeCacheClustersCommand({
          ...(id === null ? { MaxRecords: PAGE } : { CacheClusterId: id }),
          ShowCacheNodeInfo: true,
          Marker: marker,
        });
        const answer = await send((options) => client.send(command, options));
        return { items: answer.CacheClusters ?? [], next: answer.Marker };
      }),
  });
}

export function findServerlessCaches(client: ElastiCacheClient, send: Send, names: readonly string[] | null) {
  return find<ServerlessCache>(names, {
    idOf: (cache) => cache.ServerlessCacheName,
    list: (name) =>
      allPages(async (token) => {
        const command = new DescribeServerlessCachesCommand({
          ...(name === null ? {} : { ServerlessCacheName: name }),
          NextToken: token,
        });
        const answer = await send((options) => client.send(command, options));
        return { items: answer.ServerlessCaches ?? [], next: answer.NextToken };
      }),
  });
}

export function listEvents(
  client: ElastiCacheClient,
  send: Send,
  range: { readonly fromMs: number; readonly toMs: number },
): Promise<Event[]> {
  return allPages(async (marker) => {
    const command = new DescribeEventsCommand({
      StartTime: new Date(range.fromMs),
      EndTime: new Date(range.toMs),
      MaxRecords: PAGE,
      Marker: marker,
    });
    const answer = await send((options) => client.send(command, options));
    return { items: answer.Events ?? [], next: answer.Marker };
  });
}

export function listParameters(client: ElastiCacheClient, send: Send, group: string): Promise<Parameter[]> {
  return allPages(async (marker) => {
    const command = new DescribeCacheParametersCommand({
      CacheParameterGroupName: group,
      MaxRecords: PAGE,
      Marker: marker,
    });
    const answer = await send((options) => client.send(command, options));
    return { items: answer.Parameters ?? [], next: answer.Marker };
  });
}

interface Kind<T> {
  readonly idOf: (item: T) => string | undefined;
  /** Null: all. */
  readonly list: (id: string | null) => Promise<T[]>;
}

async function find<T>(ids: readonly string[] | null, { idOf, list }: Kind<T>): Promise<AwsFound<T>> {
  if (ids === null) return { found: await list(null), unknownIds: [] };
  if (ids.length > MOST_SINGLE_CALLS) {
    const wanted = new Set(ids.map((id) => id.toLowerCase()));
    const found = (await list(null)).filter((item) => wanted.has(idOf(item)?.toLowerCase() ?? ""));
    const known = new Set(found.map((item) => idOf(item)?.toLowerCase()));
    return { found, unknownIds: ids.filter((id) => !known.has(id.toLowerCase())) };
  }
  const found: T[] = [];
  const unknownIds: string[] = [];
  for (const id of ids) {
    const items = await list(id).catch(nothingIfUnknown);
    if (items.length === 0) unknownIds.push(id);
    found.push(...items);
  }
  return { found, unknownIds };
}

function nothingIfUnknown(error: unknown): never[] {
  if (error instanceof Error && /^(ReplicationGroup|CacheCluster|ServerlessCache)NotFound/.test(error.name))
    return [];
  throw error;
}
