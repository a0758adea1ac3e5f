import type { PartitionedTable } from "./partitions";

/** How long each kind of row is kept. Observations and verdicts are kept for ever. */
export interface Retention {
  /** Sweeps, keyframes and samples: every past moment can be replayed for so long. */
  readonly sweepDays: number;
  readonly minuteDays: number;
  readonly hourDays: number;
  /** CloudWatch's minutes. */
  readonly metricDays: number;
}

export const DEFAULT_RETENTION: Retention = { sweepDays: 14, minuteDays: 30, hourDays: 400, metricDays: 90 };

export function daysKept(table: PartitionedTable, retention: Retention): number {
  switch (table) {
    case "node_sweep":
    case "node_keyframe":
    case "node_sample":
    case "proxy_sample":
      return retention.sweepDays;
    case "connection_rollup_minute":
    case "node_rollup_minute":
    case "proxy_rollup_minute":
      return retention.minuteDays;
    case "connection_rollup_hour":
    case "node_rollup_hour":
    case "proxy_rollup_hour":
      return retention.hourDays;
    case "metric_hour":
      return retention.metricDays;
  }
}
