import type { MetricInfo } from "@/lib/contract/metrics";
import { METRICS, queriesFor } from "@/lib/domain/cloudwatch/catalogue";
import type { MetricDefinition } from "@/lib/domain/cloudwatch/model";
import { SIGNALS } from "@/lib/domain/cloudwatch/signals";
import { vcpusOf } from "@/lib/domain/cloudwatch/vcpus";
import type { ElastiCacheTopology } from "@/lib/domain/elasticache/model";
import type { KnownSeries } from "./cloudwatch";
import { ENGINE_METRICS } from "./engine";
import { PROXY_METRICS } from "./proxy";

/** Every name that may be asked for, whatever a cluster has of them. */
export const METRIC_NAMES: readonly string[] = [
  ...new Set([...METRICS, ...ENGINE_METRICS, ...PROXY_METRICS].map(({ metric }) => metric)),
];

/** What a cluster has: what CloudWatch is or was asked for, whether or not a point came, and what we measure. */
export function infosOf(cluster: {
  readonly series: readonly KnownSeries[];
  readonly topology: ElastiCacheTopology | null;
  readonly isAsked: boolean;
  readonly hasNodes: boolean;
  readonly hasProxies: boolean;
}): MetricInfo[] {
  const { topology, series, isAsked } = cluster;
  const asked = topology !== null && isAsked ? queriesFor(topology).map(({ metric }) => metric) : [];
  const names = new Set([...asked, ...series.map(({ record }) => record.metric)]);
  const unjudged = { explanation: null, threshold: null, page: null };
  const ours = (source: "engine" | "proxy", metrics: typeof ENGINE_METRICS | typeof PROXY_METRICS) =>
    metrics.map(({ metric, title, unit }): MetricInfo => {
      return { source, metric, title, unit, level: source, ...unjudged };
    });
  return [
    ...METRICS.filter(({ metric }, index) => {
      return names.has(metric) && METRICS.findIndex((other) => other.metric === metric) === index;
    }).map((metric) => cloudWatchInfo(metric, vcpusOf(topology?.nodeType ?? null))),
    ...(cluster.hasNodes ? ours("engine", ENGINE_METRICS) : []),
    ...(cluster.hasProxies ? ours("proxy", PROXY_METRICS) : []),
  ];
}

function cloudWatchInfo({ metric, title, unit, level }: MetricDefinition, vcpus: number | null): MetricInfo {
  const rules = Object.values(SIGNALS).filter(({ metrics }) => metrics.includes(metric));
  // Where a rule looks at more than the value, or at another unit, no line across the chart is its threshold.
  const line = rules.find((rule) => rule.unit === unit && rule.levels.length > 0);
  const [first] = rules;
  return {
    source: "cloudwatch",
    metric,
    title,
    unit,
    level,
    explanation: first?.explanation ?? null,
    threshold: line === undefined ? null : thresholdOn(vcpus, metric, line.threshold),
    page: first?.page ?? null,
  };
}

/** Up to two vCPUs the host's CPU is judged, by its part of a core, instead of the engine's thread. */
function thresholdOn(vcpus: number | null, metric: string, threshold: number): number | null {
  if (vcpus === null || vcpus > 2) return threshold;
  if (metric === "EngineCPUUtilization") return null;
  return metric === "CPUUtilization" ? threshold / vcpus : threshold;
}
