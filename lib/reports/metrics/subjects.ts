import type { MetricSignalRow } from "@/lib/contract/aws";
import type { CellsAt } from "@/lib/store/reads/read-cells-at";
import type { MetricSubject } from "./choose-subjects";
import type { KnownSeries } from "./cloudwatch";
import type { KnownNode } from "./known-nodes";

/** Everything of a cluster that has series: watched nodes, and what CloudWatch tells of besides. */
export function metricSubjects(
  series: readonly KnownSeries[],
  nodes: readonly KnownNode[],
  newest: readonly CellsAt[],
  signals: readonly MetricSignalRow[],
): MetricSubject[] {
  const inTrouble = new Set(signals.map(({ subject }) => subject));
  const counts = new Map(newest.map(({ nodeId, connections }) => [nodeId, connections]));
  const watched = nodes.map(({ nodeId, address, service }): MetricSubject => {
    const name = service?.cacheClusterId ?? null;
    const hasSignal = name !== null && inTrouble.has(name);
    return { name, address, hasSignal, connections: counts.get(nodeId) ?? null };
  });
  const known = new Set(watched.map(({ name }) => name));
  const names = [...new Set(series.map(({ record }) => record.subject))].filter((name) => !known.has(name));
  const others = names.map((name): MetricSubject => {
    return { name, address: null, hasSignal: inTrouble.has(name), connections: null };
  });
  return [...watched, ...others];
}
