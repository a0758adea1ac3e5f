import type { ClusterAnswer } from "@/lib/contract/cluster";
import type { MetricsAnswer } from "@/lib/contract/metrics";
import { compareNatural } from "../charts/series-tones";
import { prepareRangeChart, subjectKey, subjectLabels } from "./prepare-range-chart";
import type { RangeChartModel } from "./range-model";
import { chartSpecs, METRIC_TOPICS, type MetricTopic } from "./topics";

/** What the page draws, and what it only names. */
export interface MetricsPageModel {
  readonly topics: readonly { readonly topic: MetricTopic; readonly charts: readonly RangeChartModel[] }[];
  /** Zero in the whole window: named in a list, so that what moves is not lost among empty axes. */
  readonly quiet: readonly RangeChartModel[];
  /** Without a single point in the window. */
  readonly silent: readonly RangeChartModel[];
  /** Topics that a reader can choose, also those that are quiet. */
  readonly available: readonly MetricTopic[];
  /** Nodes that a reader can choose. */
  readonly nodes: readonly { readonly key: string; readonly label: string }[];
}

export interface PageChoice {
  readonly about: MetricTopic | null;
  readonly node: string | null;
  readonly tones: ReadonlyMap<string, number>;
  readonly limit: number | null;
}

export function prepareMetricsPage(answer: MetricsAnswer, choice: PageChoice): MetricsPageModel {
  const labels = subjectLabels(answer.series);
  const { node } = choice;
  const series =
    node === null
      ? answer.series
      : answer.series.filter((one) => one.source === "proxy" || one.node === node || one.subject === node);
  const chosen = { ...answer, series };
  const charts = chartSpecs(series).flatMap(
    (spec) => prepareRangeChart(chosen, spec, { tones: choice.tones, labels, limit: choice.limit }) ?? [],
  );
  const asked = charts.filter((chart) => choice.about === null || chart.topic === choice.about);
  const hasPoints = (chart: RangeChartModel) => chart.tracks.some((track) => track.last !== null);
  // A topic that was asked for is shown whole, zeros and all.
  const drawn = asked.filter((chart) => hasPoints(chart) && (chart.hasSomething || choice.about !== null));
  return {
    topics: METRIC_TOPICS.map((topic) => ({
      topic,
      charts: drawn.filter((chart) => chart.topic === topic),
    })).filter((one) => one.charts.length > 0),
    quiet: choice.about === null ? asked.filter((chart) => hasPoints(chart) && !chart.hasSomething) : [],
    silent: asked.filter((chart) => !hasPoints(chart)),
    available: METRIC_TOPICS.filter((topic) => charts.some((chart) => chart.topic === topic)),
    nodes: nodeChoices(answer, labels),
  };
}

/** Proxies are no nodes; whatever else has a series can be chosen. */
function nodeChoices(answer: MetricsAnswer, labels: ReadonlyMap<string, string>) {
  const keys = new Set(answer.series.filter((one) => one.source !== "proxy").map(subjectKey));
  return [...keys]
    .map((key) => ({ key, label: labels.get(key) ?? key }))
    .sort((a, b) => compareNatural(a.label, b.label));
}

/** maxclients of the nodes where all have the same, or of the parameter group; null: not known, or they differ. */
export function commonLimit(
  cluster: Pick<ClusterAnswer, "nodes" | "elasticache"> | undefined,
): number | null {
  const limits = new Set(cluster?.nodes.flatMap((node) => node.headroom?.maxclients ?? []));
  const [only] = limits;
  if (limits.size === 1 && only !== undefined) return only;
  return limits.size === 0 ? (cluster?.elasticache?.parameters?.maxclients ?? null) : null;
}
