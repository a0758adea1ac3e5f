import { type DeriveContext, deriveMetrics, type MetricValues } from "@/lab/aws/derive-metrics";
import { statisticOf } from "@/lab/aws/latency";
import { type Lateness, publicationOf } from "@/lab/aws/lateness";
import type { NodeReading } from "@/lab/aws/node-reading";
import type { WorldMetric, WorldPoint } from "@/lib/collect/testing/aws-endpoint";

export const MINUTE_MS = 60_000;
/** Readings at full minutes make points; those half-way make what is told of a minute before it is complete. */
export const READING_EVERY_MS = MINUTE_MS / 2;

export type NodeContext = Pick<DeriveContext, "vcpus" | "port" | "commands">;

export interface MetricMinutes {
  /** All nodes at one moment, by cache cluster id; null: it did not answer. */
  readonly take: (atMs: number, readings: ReadonlyMap<string, NodeReading | null>) => void;
  /** As told by `nowMs`. Empty: no such series, or no data. */
  readonly points: (wanted: WorldMetric, nowMs: number) => WorldPoint[];
  /** Minutes that end from now on are told so much later, until that is taken back. */
  readonly delay: (fromMs: number, byMs: number) => () => void;
}

interface Minute {
  readonly minuteMs: number;
  /** Of its first half. Null: nothing was read half-way. */
  readonly incomplete: MetricValues | null;
  readonly complete: MetricValues;
}

interface NodeMinutes {
  /** Of the minute that runs; null: the node did not answer then. */
  start: { readonly minuteMs: number; readonly reading: NodeReading } | null;
  hasBegun: boolean;
  halfway: MetricValues | null;
  readonly minutes: Minute[];
}

/** A lab that runs for weeks keeps the last two days. */
const MAX_MINUTES = 2_880;
/** Redis and Valkey have one node in a cache cluster. */
export const CACHE_NODE_ID = "0001";

export function createMetricMinutes(
  contexts: ReadonlyMap<string, NodeContext>,
  lateness: Lateness,
): MetricMinutes {
  const nodes = new Map<string, NodeMinutes>(
    [...contexts.keys()].map((id) => [id, { start: null, hasBegun: false, halfway: null, minutes: [] }]),
  );
  const delays = new Set<{ readonly fromMs: number; readonly byMs: number }>();

  function take(atMs: number, readings: ReadonlyMap<string, NodeReading | null>): void {
    const isFull = atMs % MINUTE_MS === 0;
    const primary = [...readings.values()].find((reading) => reading?.info.get("role") === "master") ?? null;
    for (const [id, context] of contexts) {
      const node = nodes.get(id);
      const reading = readings.get(id) ?? null;
      if (node === undefined) continue;
      // A clock that was stopped leaves out minutes: what was before them says nothing of this one.
      const minuteMs = isFull ? atMs - MINUTE_MS : Math.floor(atMs / MINUTE_MS) * MINUTE_MS;
      const start = node.start?.minuteMs === minuteMs ? node.start.reading : null;
      const values = reading === null ? null : deriveMetrics(start, reading, { ...context, primary });
      if (!isFull) {
        node.halfway = values;
        // What there is of the very first minute counts; any later one is counted from its start, or not at all.
        if (!node.hasBegun) node.start = reading && { minuteMs, reading };
        node.hasBegun ||= reading !== null;
        continue;
      }
      if (values !== null) {
        node.minutes.push({ minuteMs, incomplete: node.halfway, complete: values });
        if (node.minutes.length > MAX_MINUTES) node.minutes.shift();
      }
      node.start = reading && { minuteMs: atMs, reading };
      node.hasBegun ||= reading !== null;
      node.halfway = null;
    }
  }

  function points({ metric, statistic, dimensions, fromMs, toMs }: WorldMetric, nowMs: number): WorldPoint[] {
    const { CacheClusterId: id = "", CacheNodeId: nodeId = CACHE_NODE_ID, ...others } = dimensions;
    if (nodeId !== CACHE_NODE_ID || Object.keys(others).length > 0) return [];
    return (nodes.get(id)?.minutes ?? []).flatMap((minute) => {
      if (minute.minuteMs < fromMs || minute.minuteMs >= toMs) return [];
      const values = valuesTold(minute, `${id} ${metric}`, nowMs);
      const value = values?.get(metric);
      if (value === undefined) return [];
      const figure =
        typeof value === "number" ? ofOneSample(value, statistic) : statisticOf(value, statistic);
      return figure === null ? [] : [{ atMs: minute.minuteMs, value: figure }];
    });
  }

  function valuesTold(minute: Minute, series: string, nowMs: number): MetricValues | null {
    const endMs = minute.minuteMs + MINUTE_MS;
    const { toldMs, correctedMs } = publicationOf(series, minute.minuteMs, lateness);
    const delayedMs = [...delays].reduce((sum, { fromMs, byMs }) => sum + (endMs >= fromMs ? byMs : 0), 0);
    const passedMs = nowMs - endMs - delayedMs;
    if (passedMs < toldMs) return null;
    return correctedMs !== null && passedMs < correctedMs ? minute.incomplete : minute.complete;
  }

  return {
    take,
    points,
    delay: (fromMs, byMs) => {
      const delay = { fromMs, byMs };
      delays.add(delay);
      return () => void delays.delete(delay);
    },
  };
}

/** Each metric but the latencies is sampled once a minute, so that its least, mean and greatest are one. */
function ofOneSample(value: number, statistic: string): number | null {
  if (statistic === "SampleCount") return 1;
  return /^(Average|Sum|Minimum|Maximum|p\d+(\.\d+)?)$/.test(statistic) ? value : null;
}
