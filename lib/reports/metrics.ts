import { type MetricsAnswer, type MetricsParams, metricsParams } from "@/lib/contract/metrics";
import type { Reply } from "@/lib/contract/problem";
import { readCellsAt } from "@/lib/store/reads/read-cells-at";
import { readCloudWatchNow } from "@/lib/store/reads/read-cloudwatch-now";
import { readClusterSources } from "@/lib/store/reads/read-cluster-sources";
import { readClusters } from "@/lib/store/reads/read-clusters";
import { readElastiCacheNow } from "@/lib/store/reads/read-elasticache-now";
import { readMetricSeries } from "@/lib/store/reads/read-metric-series";
import { readProxies } from "@/lib/store/reads/read-proxies";
import { readWatchedNodes } from "@/lib/store/reads/read-watched-nodes";
import { proxiesOf } from "./comparison/compared";
import { answered, type Given, type ReportContext, refused, unknownCluster } from "./context";
import { awsCallsOf } from "./metrics/calls";
import { infosOf, METRIC_NAMES } from "./metrics/catalogue";
import { knownSeries } from "./metrics/cloudwatch";
import { cloudWatchOf } from "./metrics/cloudwatch-now";
import { compareCounts } from "./metrics/comparisons";
import { drawMetrics } from "./metrics/draw";
import { knowNodes } from "./metrics/known-nodes";
import { wantedNames } from "./metrics/names";
import { observedWithEvents } from "./metrics/observed";
import { signalsOver } from "./metrics/signals";
import { metricSubjects } from "./metrics/subjects";
import { observationRowOf } from "./observation-row";
import { resolveWindow, windowOf } from "./window";

/** CloudWatch's, the engine's and the proxies' own numbers on one axis, with events and what they mean. */
export async function reportMetrics(
  { store, now }: ReportContext,
  id: string,
  params: Given<MetricsParams> = {},
): Promise<Reply<MetricsAnswer>> {
  const { name, points, ...given } = metricsParams.parse(params);
  const window = resolveWindow(given, now);
  if (window === null) return refused("from", "must not be in the future");
  const wanted = wantedNames(name, METRIC_NAMES);
  if (wanted.state === "unknown") return refused("name", wanted.message);
  const [cluster] = await readClusters(store, id);
  if (cluster === undefined) return unknownCluster(id);
  const { clusterId } = cluster;
  const past = { fromMs: window.fromMs, toMs: Math.min(window.toMs, now.getTime()) };
  const range = { from: new Date(past.fromMs), to: new Date(past.toMs) };

  const [facts] = await readElastiCacheNow(store, [clusterId]);
  const [told] = await readCloudWatchNow(store, [clusterId]);
  const topology = facts?.facts.topology ?? null;
  const calls = awsCallsOf(await readClusterSources(store, [clusterId]), now);
  const stored = await readMetricSeries(store, clusterId);
  const series = knownSeries(stored, topology?.kind ?? "replication-group");
  const records = await readWatchedNodes(store, [clusterId], range);
  const nodes = await knowNodes(store, clusterId, topology, records);
  const proxies = proxiesOf(cluster, await readProxies(store, [clusterId]));
  const newest = await readCellsAt(
    store,
    nodes.map((node) => node.nodeId),
    range.to,
  );

  const signals = await signalsOver(store, {
    window: past,
    series,
    facts: facts?.facts ?? null,
    told: told?.now ?? null,
  });
  const subjects = metricSubjects(series, nodes, newest, signals);
  const drawn = await drawMetrics(store, {
    window,
    points,
    isWanted: wanted.isWanted,
    series,
    nodes,
    proxies,
    subjects,
  });
  const observations = await observedWithEvents(store, { clusterId, ...range });
  return answered({
    now: now.toISOString(),
    window: windowOf(window),
    service: facts !== undefined || told !== undefined || calls.length > 0 ? "elasticache" : "none",
    metrics: infosOf({
      series,
      topology,
      isAsked: told !== undefined,
      hasNodes: nodes.length > 0,
      hasProxies: proxies.length > 0,
    }),
    ...drawn,
    signals,
    comparisons: await compareCounts(store, nodes, series, past),
    observations: observations.map(observationRowOf),
    calls,
    cloudwatch: told === undefined ? null : cloudWatchOf(told.now, stored, window, now.getTime()),
  });
}
