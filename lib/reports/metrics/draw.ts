import type { MetricSeries, MetricsAnswer } from "@/lib/contract/metrics";
import { bucketStart, endOf, type Grid } from "@/lib/domain/series/grid";
import type { Store } from "@/lib/store/client";
import { readEngineBuckets } from "@/lib/store/reads/read-engine-buckets";
import { readEngineSamples } from "@/lib/store/reads/read-engine-samples";
import { readKeptSince } from "@/lib/store/reads/read-kept-since";
import type { ComparedProxy } from "../comparison/compared";
import { readProxyBuckets } from "../comparison/proxy-buckets";
import { planSeries, RESOLUTION_MS, type SeriesPlan } from "../resolution";
import { inIso, type Span } from "../window";
import { chooseSubjects, type MetricSubject } from "./choose-subjects";
import { type KnownSeries, readPoints } from "./cloudwatch";
import { ENGINE_METRICS, engineSeries } from "./engine";
import type { KnownNode } from "./known-nodes";
import { MINUTE_MS } from "./lines";
import { planPoints, planSamples, SAMPLE_EVERY_MS, subjectsThatFit } from "./plan";
import { PROXY_METRICS, proxySeries } from "./proxy";

export interface Drawing {
  readonly window: Span;
  /** Buckets wanted of each series. */
  readonly points: number;
  readonly isWanted: (metric: string) => boolean;
  readonly series: readonly KnownSeries[];
  readonly nodes: readonly KnownNode[];
  readonly proxies: readonly ComparedProxy[];
  readonly subjects: readonly MetricSubject[];
}

type Drawn = Pick<MetricsAnswer, "grids" | "series" | "subjects">;

/** The series of all sources that are wanted, of as many subjects as one answer holds. */
export async function drawMetrics(store: Store, asked: Drawing): Promise<Drawn> {
  const { window, points, isWanted } = asked;
  const wanted = asked.series.filter(({ record }) => isWanted(record.metric));
  const engineMetrics = ENGINE_METRICS.filter(({ metric }) => isWanted(metric)).length;
  const perSubject = mostPerSubject(wanted);
  const subjects = asked.subjects.filter(
    ({ name, address }) =>
      (address !== null && engineMetrics > 0) || wanted.some(({ record }) => record.subject === name),
  );
  const fitting = subjectsThatFit(window, points, {
    series: perSubject,
    lines: perSubject + engineMetrics,
  });
  const shown = chooseSubjects(subjects, fitting);
  const proxies = PROXY_METRICS.some(({ metric }) => isWanted(metric)) ? asked.proxies : [];
  const shownProxies = proxies.slice(0, fitting);
  const sources = [
    await drawPoints(store, asked, wanted, new Set(shown.map(({ name }) => name))),
    await drawEngine(store, asked, engineMetrics === 0 ? [] : shown),
    await drawProxies(store, asked, shownProxies),
  ];
  const told = sources.filter(({ series }) => series.length > 0);
  return {
    grids: told.map(({ grid }) => grid),
    series: told.flatMap(({ series }) => series),
    subjects: { shown: shown.length + shownProxies.length, of: subjects.length + proxies.length },
  };
}

interface DrawnSource {
  readonly grid: MetricsAnswer["grids"][number];
  readonly series: readonly MetricSeries[];
}

async function drawPoints(
  store: Store,
  { window, points, nodes }: Drawing,
  wanted: readonly KnownSeries[],
  shown: ReadonlySet<string | null>,
): Promise<DrawnSource> {
  const series = wanted.filter(({ record }) => shown.has(record.subject));
  const plan = planPoints(window, points, series.length);
  const addresses = new Map(nodes.map(({ address, service }) => [service?.cacheClusterId, address]));
  const drawn = await readPoints(store, series, plan, (subject) => addresses.get(subject) ?? null);
  return { grid: gridRow("cloudwatch", plan.grid, MINUTE_MS), series: drawn };
}

async function drawEngine(
  store: Store,
  { window, points, isWanted, nodes }: Drawing,
  shown: readonly MetricSubject[],
): Promise<DrawnSource> {
  const addresses = new Map(nodes.map(({ nodeId, address }) => [nodeId, address]));
  const wanted = new Set(shown.map(({ address }) => address));
  const nodeIds = nodes.flatMap(({ nodeId, address }) => (wanted.has(address) ? [nodeId] : []));
  const { grid, everyMs } = planSamples(window, points, nodeIds.length);
  const { startMs, stepMs } = grid;
  const range = { nodeIds, startMs, stepMs, fromMs: startMs, toMs: endOf(grid) };
  const rows =
    everyMs === null ? await readEngineBuckets(store, range) : await readEngineSamples(store, range, everyMs);
  const series = rows.flatMap((row) =>
    engineSeries(grid, { address: addresses.get(row.nodeId) ?? "", row }, isWanted),
  );
  return { grid: gridRow("engine", grid, everyMs ?? SAMPLE_EVERY_MS), series };
}

async function drawProxies(
  store: Store,
  { window, points, isWanted }: Drawing,
  proxies: readonly ComparedProxy[],
): Promise<DrawnSource> {
  const plan = await planProxies(store, window, points, proxies.length);
  const buckets = await readProxyBuckets(
    store,
    proxies.flatMap(({ proxyId }) => proxyId ?? []),
    plan,
  );
  const series = proxies.flatMap(({ proxyId, name }) =>
    proxySeries(plan.grid, { name, rows: buckets.get(proxyId ?? -1) ?? [] }, isWanted),
  );
  const resolutionMs = Math.max(SAMPLE_EVERY_MS, RESOLUTION_MS[plan.resolution]);
  return { grid: gridRow("proxy", plan.grid, resolutionMs), series };
}

async function planProxies(store: Store, window: Span, points: number, proxies: number): Promise<SeriesPlan> {
  const most = Math.max(10, Math.floor((window.toMs - window.fromMs) / SAMPLE_EVERY_MS));
  const size = { points: Math.min(points, most), nodes: proxies, cellsPerNode: 1 };
  return planSeries(window, size, await readKeptSince(store));
}

function gridRow(
  source: DrawnSource["grid"]["source"],
  grid: Grid,
  resolutionMs: number,
): DrawnSource["grid"] {
  const at = Array.from({ length: grid.count }, (_, bucket) => inIso(bucketStart(grid, bucket)));
  return { source, stepMs: grid.stepMs, resolutionMs, at };
}

function mostPerSubject(series: readonly KnownSeries[]): number {
  const counts = new Map<string, number>();
  for (const { record } of series) counts.set(record.subject, (counts.get(record.subject) ?? 0) + 1);
  return Math.max(0, ...counts.values());
}
