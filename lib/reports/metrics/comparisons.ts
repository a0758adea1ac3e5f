import type { MetricComparison } from "@/lib/contract/metrics";
import { toUnit } from "@/lib/domain/cloudwatch/catalogue";
import type { Store } from "@/lib/store/client";
import type { NodeBuckets } from "@/lib/store/reads/bucket-rows";
import { readNodeBucketsOfRollups } from "@/lib/store/reads/read-node-buckets-of-rollups";
import { roundRatio, roundValue } from "../round";
import type { Span } from "../window";
import { type KnownSeries, readHoursBySeries } from "./cloudwatch";
import type { KnownNode } from "./known-nodes";
import { type HourOfPoints, MINUTE_MS } from "./lines";

/** The newest day says it, and so many minutes of all nodes are read while somebody waits. */
const MAX_COMPARED_MS = 24 * 3_600_000;
const MAX_NODE_MINUTES = 20_000;
/** A minute that was watched for less says less than CloudWatch's. */
const LEAST_COVERED_MS = 45_000;

const KINDS = [
  { kind: "connections", metric: "CurrConnections", statistic: "Average", ofMinute: connectionsOf },
  { kind: "opened-per-second", metric: "NewConnections", statistic: "Sum", ofMinute: openedPerSecOf },
] as const;

/**
 * CloudWatch's counts beside ours, over the minutes that both know, of the newest part of the window. What they differ by
 * is AWS's own connections, ours, and replicas' links, which CLIENT LIST tells apart and CloudWatch does not.
 */
export async function compareCounts(
  store: Store,
  known: readonly KnownNode[],
  series: readonly KnownSeries[],
  window: Span,
): Promise<MetricComparison[]> {
  const nodes = known.flatMap(({ nodeId, address, service }) =>
    service === null ? [] : [{ nodeId, address, subject: service.cacheClusterId }],
  );
  if (nodes.length === 0) return [];
  const spanMs = Math.min(MAX_COMPARED_MS, Math.floor(MAX_NODE_MINUTES / nodes.length) * MINUTE_MS);
  const fromMs = Math.ceil(Math.max(window.fromMs, window.toMs - spanMs) / MINUTE_MS) * MINUTE_MS;
  const toMs = Math.floor(window.toMs / MINUTE_MS) * MINUTE_MS;
  if (toMs <= fromMs) return [];
  const compared = series.filter(({ record }) =>
    KINDS.some(({ metric, statistic }) => metric === record.metric && statistic === record.statistic),
  );
  const ids = compared.map(({ record }) => record.seriesId);
  const hours = await readHoursBySeries(store, ids, { fromMs, toMs });
  const range = {
    nodeIds: nodes.map(({ nodeId }) => nodeId),
    startMs: fromMs,
    stepMs: MINUTE_MS,
    fromMs,
    toMs,
  };
  const counted = new Map(
    (await readNodeBucketsOfRollups(store, range, "minute")).map((row) => [row.nodeId, row]),
  );
  return nodes.flatMap(({ nodeId, address, subject }) =>
    KINDS.flatMap(({ kind, metric, statistic, ofMinute }): MetricComparison[] => {
      const own = compared.find(
        ({ record }) =>
          record.subject === subject && record.metric === metric && record.statistic === statistic,
      );
      const row = counted.get(nodeId);
      if (own === undefined || row === undefined) return [];
      const theirs = minutesOf(hours.get(own.record.seriesId) ?? [], (value) =>
        toUnit(own.definition, value),
      );
      const means = meansOf(row, fromMs, theirs, ofMinute);
      return means === null ? [] : [{ subject, node: address, kind, ...means }];
    }),
  );
}

/** Values by start of their minute. */
function minutesOf(
  hours: readonly HourOfPoints[],
  convert: (value: number) => number,
): ReadonlyMap<number, number> {
  return new Map(
    hours.flatMap(({ at, points }) =>
      points.flatMap((value, minute): [number, number][] =>
        value === null ? [] : [[at.getTime() + minute * MINUTE_MS, convert(value)]],
      ),
    ),
  );
}

function meansOf(
  row: NodeBuckets,
  startMs: number,
  theirs: ReadonlyMap<number, number>,
  ofMinute: (row: NodeBuckets, index: number) => number | null,
): Pick<MetricComparison, "cloudwatch" | "counted" | "difference" | "minutes"> | null {
  let minutes = 0;
  let cloudwatch = 0;
  let counted = 0;
  for (const [index, bucket] of row.buckets.entries()) {
    const their = theirs.get(startMs + bucket * MINUTE_MS);
    const our = ofMinute(row, index);
    if (their === undefined || our === null) continue;
    minutes += 1;
    cloudwatch += their;
    counted += our;
  }
  if (minutes === 0) return null;
  const difference = roundRatio((cloudwatch - counted) / minutes) ?? 0;
  return {
    cloudwatch: roundValue(cloudwatch / minutes) ?? 0,
    counted: roundValue(counted / minutes) ?? 0,
    difference,
    minutes,
  };
}

function connectionsOf({ sweeps, connections }: NodeBuckets, index: number): number | null {
  const counted = sweeps[index] ?? 0;
  return counted === 0 ? null : (connections[index] ?? 0) / counted;
}

/** Seen ones and those that came and went between two sweeps; null: the minute was not watched through. */
function openedPerSecOf({ opened, unattributed, coveredMs }: NodeBuckets, index: number): number | null {
  const unseen = unattributed[index] ?? null;
  const covered = coveredMs[index] ?? 0;
  if (unseen === null || covered < LEAST_COVERED_MS) return null;
  return (((opened[index] ?? 0) + unseen) / covered) * 1000;
}
