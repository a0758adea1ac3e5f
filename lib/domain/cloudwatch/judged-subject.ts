import type { ElastiCacheNode, ElastiCacheTopology, ParameterLimits } from "../elasticache/model";
import { definitionOf, toUnit } from "./catalogue";
import type { Readings } from "./levels";
import type { CadencePlan } from "./model";
import type { MetricMinutes } from "./points";

/** What a cluster's metrics are judged by. What is absent judges nothing. */
export interface JudgedMetrics {
  /** Minutes of the last half hour, as CloudWatch gave them. */
  readonly series: readonly MetricMinutes[];
  readonly topology: ElastiCacheTopology;
  /** Null: the parameters are not known. */
  readonly limits: ParameterLimits | null;
  /** Connections per second that were seen to open on a node, by minute; `subject` is its cacheClusterId. */
  readonly openedPerSec: readonly (Readings & { readonly subject: string })[];
  /** How often the sets are asked for: what is asked seldom is told for longer. */
  readonly plan: Pick<CadencePlan, "coreEveryMs" | "restEveryMs">;
  readonly nowMs: number;
}

/** One node or serverless cache: its readings by metric and statistic, as far as they are recent. */
export interface JudgedSubject {
  readonly subject: string;
  readonly nodeType: string | null;
  readonly role: ElastiCacheNode["role"];
  readonly maxclients: number | null;
  readonly opened: Readings | null;
  /** Null: no recent point. Times are starts of minutes, values are in the unit of the catalogue. */
  readings(metric: string): Readings | null;
}

const MINUTE_MS = 60_000;
/** Points that come so late are normal. */
const NORMAL_LATE_MS = 5 * MINUTE_MS;
/** Whatever the cadence: what is older says nothing about now. */
const OLDEST_MS = 30 * MINUTE_MS;
/** Those that there are any points of. */
export function subjectsOf(facts: JudgedMetrics): JudgedSubject[] {
  const { topology } = facts;
  const nodes = new Map(topology.nodes.map((node) => [node.cacheClusterId, node]));
  const bySubject = new Map<string, MetricMinutes[]>();
  for (const series of facts.series) {
    const own = bySubject.get(series.subject);
    if (own === undefined) bySubject.set(series.subject, [series]);
    else own.push(series);
  }
  return [...bySubject].map(([subject, own]) => {
    const node = nodes.get(subject);
    return {
      subject,
      nodeType: node?.nodeType ?? topology.nodeType,
      role: node?.role ?? null,
      maxclients: facts.limits?.maxclients ?? null,
      opened: facts.openedPerSec.find((each) => each.subject === subject) ?? null,
      readings: (metric) => readingsOf(own, metric, facts),
    };
  });
}

function readingsOf(own: readonly MetricMinutes[], metric: string, facts: JudgedMetrics): Readings | null {
  for (const series of own) {
    if (series.metric !== metric) continue;
    const definition = definitionOf(series, facts.topology.kind);
    const newestMs = series.atMs.at(-1);
    if (definition === null || newestMs === undefined) continue;
    const everyMs = definition.set === "core" ? facts.plan.coreEveryMs : facts.plan.restEveryMs;
    const allowedMs = Math.min(OLDEST_MS, (everyMs ?? 0) + NORMAL_LATE_MS);
    if (facts.nowMs - (newestMs + MINUTE_MS) > allowedMs) continue;
    return { atMs: series.atMs, values: series.values.map((value) => toUnit(definition, value)) };
  }
  return null;
}
