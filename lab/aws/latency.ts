import { type Cumulative, type NodeReading, partOf } from "@/lab/aws/node-reading";

/** Calls of some commands within one minute. Times in µs. */
export interface LatencyMinute {
  readonly calls: number;
  readonly totalUsec: number;
  /** Ascending by upper bound. */
  readonly buckets: readonly { readonly upToUsec: number; readonly calls: number }[];
}

/** What was called between two readings of one process; null: nothing. Calls that failed are among them. */
export function latencyBetween(
  before: NodeReading,
  after: NodeReading,
  commands: ReadonlySet<string>,
): LatencyMinute | null {
  let calls = 0;
  let totalUsec = 0;
  const perBound = new Map<number, number>();
  for (const command of commands) {
    const field = `cmdstat_${command}`;
    calls += (partOf(after, field, "calls") ?? 0) - (partOf(before, field, "calls") ?? 0);
    totalUsec += (partOf(after, field, "usec") ?? 0) - (partOf(before, field, "usec") ?? 0);
    addBuckets(perBound, before.latency.get(command) ?? new Map(), after.latency.get(command) ?? new Map());
  }
  if (calls <= 0) return null;
  const buckets = [...perBound]
    .filter(([, count]) => count > 0)
    .sort(([a], [b]) => a - b)
    .map(([upToUsec, count]) => ({ upToUsec, calls: count }));
  return { calls, totalUsec, buckets };
}

/**
 * CloudWatch's statistics of such a minute; null for one that there is none of. Percentiles are interpolated within a
 * bucket, whose bounds are a factor of two apart.
 */
export function statisticOf(minute: LatencyMinute, statistic: string): number | null {
  const first = minute.buckets.at(0);
  const last = minute.buckets.at(-1);
  switch (statistic) {
    case "Average":
      return minute.totalUsec / minute.calls;
    case "Sum":
      return minute.totalUsec;
    case "SampleCount":
      return minute.calls;
    case "Minimum":
      return first === undefined ? null : first.upToUsec / 2;
    case "Maximum":
      return last?.upToUsec ?? null;
    default: {
      const percent = /^p(\d{1,2}(?:\.\d+)?|100)$/.exec(statistic)?.[1];
      return percent === undefined ? null : percentileOf(minute, Number(percent) / 100);
    }
  }
}

function percentileOf({ buckets }: LatencyMinute, share: number): number | null {
  const wanted = share * buckets.reduce((sum, bucket) => sum + bucket.calls, 0);
  let below = 0;
  for (const { upToUsec, calls } of buckets) {
    if (below + calls >= wanted) return (upToUsec / 2) * (1 + (wanted - below) / calls);
    below += calls;
  }
  return null;
}

function addBuckets(perBound: Map<number, number>, before: Cumulative, after: Cumulative): void {
  let [countedBefore, countedAfter] = [0, 0];
  for (const bound of [...new Set([...before.keys(), ...after.keys()])].sort((a, b) => a - b)) {
    const [upToBefore, upToAfter] = [before.get(bound) ?? countedBefore, after.get(bound) ?? countedAfter];
    const added = upToAfter - countedAfter - (upToBefore - countedBefore);
    perBound.set(bound, (perBound.get(bound) ?? 0) + added);
    [countedBefore, countedAfter] = [upToBefore, upToAfter];
  }
}
