import type { MetricInfo, MetricSeries, MetricsAnswer } from "@/lib/contract/metrics";
import type { MetricUnit } from "@/lib/domain/cloudwatch/model";
import { compareNatural, type SeriesTone } from "../charts/series-tones";
import { highestOf, lastKnown } from "../charts/split-lines";
import { shortNode } from "../node-names";
import { formatCount, formatSpan, THIN } from "../words";
import { cloudWatchBands, ownBands } from "./bands";
import { convertUnit } from "./convert-unit";
import type { RangeBand, RangeChartModel, RangeGrid, RangeSubject, RangeTrack } from "./range-model";
import type { ChartSpec, Strand } from "./topics";
import { axisScale, formatMetric } from "./units";

/** Lines of one chart at most: the ends of more cannot be told apart. */
export const MOST_TRACKS = 12;
/** A limit that lies further above would press every line to the floor. */
const NEAR_LIMIT = 0.4;

export interface RangeOptions {
  readonly tones: ReadonlyMap<string, number>;
  readonly labels: ReadonlyMap<string, string>;
  /** maxclients of one node, the same for all; null: not known, or they differ. */
  readonly limit: number | null;
}

/** The same for a node whoever tells of it: its address where it is known. */
export function subjectKey(series: Pick<MetricSeries, "node" | "subject">): string {
  return series.node ?? series.subject;
}

/** Short names of all subjects: CloudWatch's own where it tells of a node, else the short address. */
export function subjectLabels(series: readonly MetricSeries[]): Map<string, string> {
  const labels = new Map<string, string>();
  for (const one of series) {
    const key = subjectKey(one);
    if (one.source === "cloudwatch") labels.set(key, one.subject);
    else if (!labels.has(key)) labels.set(key, shortNode(key));
  }
  return labels;
}

interface Wanted {
  readonly strand: Strand;
  readonly series: MetricSeries;
  readonly grid: RangeGrid;
}

/** One chart from an answer; null: none of its strands has a series. */
export function prepareRangeChart(
  answer: MetricsAnswer,
  spec: ChartSpec,
  options: RangeOptions,
): RangeChartModel | null {
  const wanted = spec.strands.flatMap((strand) => seriesOf(answer, strand));
  const first = wanted[0];
  if (!first) return null;
  const { unit } = first.series;
  const tracks = chooseTracks(wanted.flatMap((one) => trackOf(one, unit, options)));
  const max = highestOf(tracks.drawn.flatMap((track) => [track.values, track.peaks]));
  const info = infoOf(answer, spec);
  const limit = limitOf(spec, info, options);
  const near = limit !== null && limit.value > 0 && max >= limit.value * NEAR_LIMIT;
  const subjects = [...new Map(tracks.drawn.map((track) => [track.subject.key, track.subject])).values()];
  return {
    key: spec.key,
    topic: spec.topic,
    title: spec.title ?? asTitle(info?.title ?? first.series.metric),
    unit,
    scale: axisScale(unit, near ? Math.max(max, limit.value) : max),
    fromMs: Date.parse(answer.window.from),
    toMs: Date.parse(answer.window.to),
    tracks: tracks.drawn,
    subjects,
    max: near ? Math.max(max, limit.value) : max,
    reference: near ? limit : null,
    bands: bandsOf(answer, wanted),
    resolution: resolutionWords(wanted),
    note: noteOf(tracks, limit !== null && !near ? `${limit.name} is far above` : null),
    hasSomething: max > 0,
  };
}

/** "connected clients" → "Connected clients" */
function asTitle(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function seriesOf(answer: MetricsAnswer, strand: Strand): Wanted[] {
  const grid = answer.grids.find((one) => one.source === strand.source);
  if (!grid) return [];
  const placed: RangeGrid = {
    source: grid.source,
    startsMs: grid.at.map((at) => Date.parse(at)),
    stepMs: grid.stepMs,
    resolutionMs: grid.resolutionMs,
  };
  const found = answer.series.filter(
    (one) =>
      one.source === strand.source &&
      one.metric === strand.metric &&
      (strand.statistic === null || one.statistic === strand.statistic),
  );
  const statistics = [...new Set(found.map((series) => series.statistic))];
  return found.map((series) => ({
    strand: statistics.length > 1 ? ofStatistic(strand, series.statistic, statistics) : strand,
    series,
    grid: placed,
  }));
}

/** Several statistics of one metric: the first is drawn as the strand is, the others recede. */
function ofStatistic(strand: Strand, statistic: string | null, all: readonly (string | null)[]): Strand {
  const word = [strand.word, statistic].filter(Boolean).join(" ");
  return { ...strand, word, mark: statistic === all[0] ? strand.mark : "faint" };
}

/** A strand in another unit that cannot be converted has no place on this axis. */
function trackOf({ strand, series, grid }: Wanted, unit: MetricUnit, options: RangeOptions): RangeTrack[] {
  const factor = convertUnit(series.unit, unit);
  if (factor === null) return [];
  const scaled = (values: readonly (number | null)[]) =>
    factor === 1 ? values : values.map((value) => (value === null ? null : value * factor));
  const key = subjectKey(series);
  const tone: SeriesTone = options.tones.get(key) ?? "other";
  const subject: RangeSubject = { key, label: options.labels.get(key) ?? shortNode(key), tone };
  const values = scaled(series.values);
  return [
    {
      subject,
      mark: strand.mark,
      word: strand.word,
      unit,
      grid,
      values,
      peaks: scaled(series.max),
      last: lastKnown(values),
    },
  ];
}

/** All where there are few; else all strands of the subjects whose values are largest. By name, so that nothing jumps. */
function chooseTracks(tracks: readonly RangeTrack[]): { drawn: RangeTrack[]; shown: number; of: number } {
  const bySubject = new Map<string, RangeTrack[]>();
  for (const track of tracks) {
    bySubject.set(track.subject.key, [...(bySubject.get(track.subject.key) ?? []), track]);
  }
  const subjects = [...bySubject.values()];
  const strands = Math.max(1, ...subjects.map((own) => own.length));
  const most = Math.max(1, Math.floor(MOST_TRACKS / strands));
  const ranked = [...subjects].sort((a, b) => peakOf(b) - peakOf(a));
  const kept = subjects.length <= most ? subjects : ranked.slice(0, most);
  const drawn = kept
    .flat()
    .sort((a, b) => compareNatural(a.subject.label, b.subject.label) || Number(a.mark > b.mark));
  return { drawn, shown: kept.length, of: subjects.length };
}

function peakOf(tracks: readonly RangeTrack[]): number {
  return highestOf(tracks.flatMap((track) => [track.values, track.peaks]));
}

function infoOf(answer: MetricsAnswer, spec: ChartSpec): MetricInfo | null {
  const { source, metric } = spec.strands[0] ?? {};
  return answer.metrics.find((info) => info.source === source && info.metric === metric) ?? null;
}

function limitOf(spec: ChartSpec, info: MetricInfo | null, { limit }: RangeOptions) {
  if (spec.hasLimit) return limit === null ? null : { name: `limit ${formatCount(limit)}`, value: limit };
  if (info === null || info.threshold === null) return null;
  return { name: `threshold ${formatMetric(info.unit, info.threshold)}`, value: info.threshold };
}

function bandsOf(answer: MetricsAnswer, wanted: readonly Wanted[]): RangeBand[] {
  const ofSource = (isAws: boolean) =>
    wanted.filter((one) => (one.series.source === "cloudwatch") === isAws && one.series.values.length > 0);
  const aws = ofSource(true);
  const own = ofSource(false);
  const grid = (aws[0] ?? own[0])?.grid;
  if (!grid) return [];
  return aws.length > 0
    ? cloudWatchBands(
        answer,
        grid,
        aws.map((one) => one.series.values),
      )
    : ownBands(
        answer,
        grid,
        own.map((one) => one.series.values),
      );
}

const SOURCE_WORDS = { cloudwatch: "CloudWatch", engine: "INFO", proxy: "proxy" } as const;

/** "60 s CloudWatch, 15 s INFO"; "60 s CloudWatch, p99 · p50": in the order in which values stand beside a name. */
function resolutionWords(wanted: readonly Wanted[]): string {
  const grids = [...new Map(wanted.map((one) => [one.grid.source, one])).values()];
  const words = [...new Set(wanted.map((one) => one.strand.word))];
  const said = grids.map(({ grid, series }) => {
    const source = /^ping/.test(series.metric) ? "PING" : SOURCE_WORDS[grid.source];
    // A bucket that holds two points or more says less than they did.
    return grid.stepMs >= 2 * grid.resolutionMs
      ? `${formatStep(grid.stepMs)} ${source} (${formatStep(grid.resolutionMs)} points)`
      : `${formatStep(grid.stepMs)} ${source}`;
  });
  return grids.length === 1 && words.length > 1 ? `${said[0]}, ${words.join(" · ")}` : said.join(", ");
}

/** "60 s", "10 s", "5 min": how AWS and people write periods. */
export function formatStep(stepMs: number): string {
  return stepMs <= 120_000 ? `${stepMs / 1000}${THIN}s` : formatSpan(stepMs);
}

function noteOf({ shown, of }: { shown: number; of: number }, limit: string | null): string | null {
  const cut = shown < of ? `the ${shown} largest of ${formatCount(of)}` : null;
  return [cut, limit].filter((part) => part !== null).join("; ") || null;
}
