import { type LatencyMinute, latencyBetween } from "@/lab/aws/latency";
import { type NodeReading, numberIn, partOf } from "@/lab/aws/node-reading";

/** By CloudWatch's name. What the real server does not tell is not there. */
export type MetricValues = ReadonlyMap<string, number | LatencyMinute>;

export interface DeriveContext {
  /** Of the node type, over which CPUUtilization is spread. */
  readonly vcpus: number;
  readonly port: number;
  /** The primary's reading of the same moment: it knows how far behind its replicas are. */
  readonly primary: NodeReading | null;
  readonly commands: {
    readonly read: ReadonlySet<string>;
    readonly write: ReadonlySet<string>;
    readonly string: ReadonlySet<string>;
  };
}

const GAUGES = {
  CurrConnections: "connected_clients",
  BytesUsedForCache: "used_memory",
  SaveInProgress: "rdb_bgsave_in_progress",
} as const;

const COUNTERS = {
  NewConnections: "total_connections_received",
  NetworkBytesIn: "total_net_input_bytes",
  NetworkBytesOut: "total_net_output_bytes",
  Evictions: "evicted_keys",
  Reclaimed: "expired_keys",
  CacheHits: "keyspace_hits",
  CacheMisses: "keyspace_misses",
  ErrorCount: "total_error_replies",
} as const;

/** Error replies by their first word; a word that the server does not list was never said. No user here lacks keys or channels. */
const ERRORS = { AuthenticationFailures: "WRONGPASS", CommandAuthorizationFailures: "NOPERM" } as const;

/**
 * What CloudWatch would say of the time between two readings. Gauges are as at its end. Without a reading before, or
 * with one of another process, there are no differences.
 */
export function deriveMetrics(
  before: NodeReading | null,
  after: NodeReading,
  context: DeriveContext,
): MetricValues {
  const values = new Map<string, number | LatencyMinute>();
  const put = (metric: string, value: number | LatencyMinute | null) => {
    if (value !== null) values.set(metric, value);
  };
  for (const [metric, field] of Object.entries(GAUGES)) put(metric, numberIn(after, field));
  const isPrimary = after.info.get("role") === "master";
  put("IsMaster", isPrimary ? 1 : 0);
  put(
    "DatabaseMemoryUsagePercentage",
    percentOf(numberIn(after, "used_memory"), numberIn(after, "maxmemory")),
  );
  put("FreeableMemory", after.host.freeBytes);
  put("SwapUsage", after.host.swappedBytes);
  if (!isPrimary) put("ReplicationLag", lagOf(after, context));
  if (before === null || before.info.get("run_id") !== after.info.get("run_id")) return values;

  const added = (field: string) => difference(numberIn(before, field), numberIn(after, field));
  for (const [metric, field] of Object.entries(COUNTERS)) put(metric, added(field));
  if (isPrimary) put("ReplicationBytes", added("total_net_repl_output_bytes"));
  for (const [metric, word] of Object.entries(ERRORS)) {
    const count = (reading: NodeReading) => partOf(reading, `errorstat_${word}`, "count") ?? 0;
    put(metric, difference(count(before), count(after)));
  }
  const elapsedSec = (after.atMs - before.atMs) / 1_000;
  const busy = (suffix: string) => sum(added(`used_cpu_user${suffix}`), added(`used_cpu_sys${suffix}`));
  put("EngineCPUUtilization", percentOf(busy("_main_thread"), elapsedSec));
  put("CPUUtilization", percentOf(busy(""), elapsedSec * context.vcpus));
  put("SuccessfulReadRequestLatency", latencyBetween(before, after, context.commands.read));
  put("SuccessfulWriteRequestLatency", latencyBetween(before, after, context.commands.write));
  put("StringBasedCmdsLatency", latencyBetween(before, after, context.commands.string));
  return values;
}

/** Replicas acknowledge once a second: being silent for that long is not being behind. */
const ACK_EVERY_SEC = 1;

/** Seconds: since its word to the primary was due while they are linked, else since the link went down. */
function lagOf(replica: NodeReading, { port, primary }: DeriveContext): number | null {
  if (replica.info.get("master_link_status") !== "up")
    return numberIn(replica, "master_link_down_since_seconds");
  if (primary === null) return null;
  const field = [...primary.info].find(
    ([name, text]) => /^slave\d+$/.test(name) && text.split(",").includes(`port=${port}`),
  )?.[0];
  const silentSec = field === undefined ? null : partOf(primary, field, "lag");
  return silentSec === null ? null : Math.max(0, silentSec - ACK_EVERY_SEC);
}

function percentOf(part: number | null, whole: number | null): number | null {
  return part === null || whole === null || whole <= 0 ? null : (100 * part) / whole;
}

function difference(before: number | null, after: number | null): number | null {
  return before === null || after === null || after < before ? null : after - before;
}

function sum(a: number | null, b: number | null): number | null {
  return a === null || b === null ? null : a + b;
}
