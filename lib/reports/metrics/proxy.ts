import type { MetricInfo, MetricSeries } from "@/lib/contract/metrics";
import type { Line } from "@/lib/domain/series/combine";
import type { Grid } from "@/lib/domain/series/grid";
import type { ProxyBuckets } from "@/lib/store/reads/proxy-bucket-rows";
import { heldLine } from "../comparison/front";
import { roundValue } from "../round";

interface ProxyMetric {
  readonly metric: string;
  readonly title: string;
  readonly unit: MetricInfo["unit"];
  readonly line: (grid: Grid, rows: readonly ProxyBuckets[]) => Line;
}

/** What a proxy's own statistics tell, and PINGs through it. */
export const PROXY_METRICS: readonly ProxyMetric[] = [
  {
    metric: "connections",
    title: "connections of clients",
    unit: "count",
    line: (grid, rows) => heldLine(grid, rows, (row) => row.connections).line,
  },
  {
    metric: "opened",
    title: "opened by clients",
    unit: "per-second",
    line: (grid, rows) => heldLine(grid, rows, openedPerSec).line,
  },
  {
    metric: "ping",
    title: "PING through it, median",
    unit: "milliseconds",
    line: (grid, rows) => heldLine(grid, rows, (row) => row.pingMedianMs).line,
  },
];

/** A proxy's own numbers on the grid; a metric that was never told is left out. */
export function proxySeries(
  grid: Grid,
  proxy: { readonly name: string; readonly rows: readonly ProxyBuckets[] },
  isWanted: (metric: string) => boolean,
): MetricSeries[] {
  return PROXY_METRICS.filter(({ metric }) => isWanted(metric)).flatMap((known): MetricSeries[] => {
    const { metric, unit, line } = known;
    const values = line(grid, proxy.rows).map(roundValue);
    if (values.every((value) => value === null)) return [];
    const none = { node: null, statistic: null, max: [] };
    return [{ source: "proxy", metric, subject: proxy.name, unit, values, ...none }];
  });
}

function openedPerSec({ bucketOpened, bucketCoveredMs }: ProxyBuckets): (number | null)[] {
  return bucketOpened.map((opened, index) => {
    const coveredMs = bucketCoveredMs[index] ?? 0;
    return opened === null || coveredMs <= 0 ? null : (opened / coveredMs) * 1000;
  });
}
