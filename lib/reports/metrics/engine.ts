import type { MetricInfo, MetricSeries } from "@/lib/contract/metrics";
import type { Line } from "@/lib/domain/series/combine";
import type { Grid } from "@/lib/domain/series/grid";
import type { EngineBuckets } from "@/lib/store/reads/read-engine-buckets";
import { roundValue } from "../round";
import type { MetricLine } from "./lines";

type Values = readonly (number | null)[];

interface EngineMetric {
  readonly metric: string;
  readonly title: string;
  readonly unit: MetricInfo["unit"];
  readonly values: (row: EngineBuckets) => Values;
  readonly max?: (row: EngineBuckets) => Values;
}

/** What INFO tells of a node and what our own PINGs measure. Names are the server's where it has one. */
export const ENGINE_METRICS: readonly EngineMetric[] = [
  {
    metric: "connected_clients",
    title: "connected clients",
    unit: "count",
    values: (row) => row.connectedClients,
    max: (row) => row.connectedClientsMax,
  },
  {
    metric: "opened",
    title: "connections opened",
    unit: "per-second",
    values: (row) => row.receivedPerSec,
  },
  {
    metric: "rejected",
    title: "connections rejected",
    unit: "per-second",
    values: (row) => row.rejectedPerSec,
  },
  { metric: "ops_per_sec", title: "commands", unit: "per-second", values: (row) => row.opsPerSec },
  { metric: "ping", title: "PING, median", unit: "milliseconds", values: (row) => row.pingMedianMs },
  { metric: "ping_max", title: "PING, slowest", unit: "milliseconds", values: (row) => row.pingMaxMs },
  { metric: "blocked_clients", title: "blocked clients", unit: "count", values: (row) => row.blockedClients },
  { metric: "used_memory", title: "memory used", unit: "bytes", values: (row) => row.usedMemoryBytes },
  {
    metric: "replication_lag",
    title: "bytes behind the primary",
    unit: "bytes",
    values: (row) => row.replicationLagBytesMax,
  },
];

/** A node's own numbers on the grid; a metric that was never told is left out. */
export function engineSeries(
  grid: Grid,
  node: { readonly address: string; readonly row: EngineBuckets },
  isWanted: (metric: string) => boolean,
): MetricSeries[] {
  return ENGINE_METRICS.filter(({ metric }) => isWanted(metric)).flatMap((known): MetricSeries[] => {
    const { metric, unit } = known;
    const line = lineOf(grid, node.row, known);
    if (line.values.every((value) => value === null)) return [];
    const { address: subject } = node;
    return [{ source: "engine", metric, subject, node: subject, statistic: null, unit, ...line }];
  });
}

function lineOf(grid: Grid, row: EngineBuckets, { values, max }: EngineMetric): MetricLine {
  return {
    values: placed(grid, row.buckets, values(row)),
    max: max === undefined ? [] : placed(grid, row.buckets, max(row)),
  };
}

/** Nothing counted here can be negative: a counter that fell was reset in between. */
export function placed(grid: Grid, buckets: readonly number[], values: Values): Line {
  const line: Line = new Array(grid.count).fill(null);
  for (const [index, bucket] of buckets.entries()) {
    const value = values[index] ?? null;
    if (bucket >= 0 && bucket < grid.count && value !== null && value >= 0) line[bucket] = roundValue(value);
  }
  return line;
}
