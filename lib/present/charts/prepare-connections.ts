import type { ConnectionSeries, ConnectionsAnswer, ConnectionsBy } from "@/lib/contract/connections";
import type { ObservationRow } from "@/lib/contract/observation";
import { observationWords } from "../cluster/observation-words";
import { formatCount } from "../words";
import { findUncollected, prepareGapBands } from "./gap-bands";
import type { ChartLine, ChartMark, LineChartModel, ReferenceLine } from "./line-model";
import type { SeriesTone } from "./series-tones";
import { highestOf, lastKnown, splitByCoverage } from "./split-lines";

type Values = readonly (number | null)[];

/** Connections over time, one line a subject. */
export function prepareConnections(
  answer: ConnectionsAnswer,
  options: { tones: ReadonlyMap<string, number> },
): LineChartModel {
  const frame = prepareFrame(answer);
  const complete = answer.nodesSeen.map((seen) => seen >= answer.nodesExpected);
  const newest = lastKnown(answer.total)?.index ?? -1;
  const lines = answer.series.map((series): ChartLine => {
    const last = lastKnown(series.connections);
    // A node's own line lacks nobody when another node is missing; sums do.
    const isSum = answer.by !== "node" || series.role !== "subject";
    return {
      name: series.name,
      tone: toneOf(series, options.tones),
      values: series.connections,
      ...splitByCoverage(series.connections, isSum ? complete : series.connections.map(() => true)),
      last,
      current: last !== null && last.index >= newest,
    };
  });
  const { drawn, aside } = setAside(lines);
  const reference = answer.by === "proxy" ? prepareFairShare(answer.series) : null;
  return {
    ...frame,
    unit: "count",
    lines: drawn,
    aside,
    total: answer.total,
    reference,
    max: highestOf([...drawn.map((line) => line.values), ...(reference ? [reference.values] : [])]),
    marks: prepareMarks(answer.observations, frame),
    note: noteOf(answer, aside),
  };
}

/** The time axis of an answer and what was not collected on it: the same for every chart drawn from it. */
export function prepareFrame(
  answer: ConnectionsAnswer,
): Pick<LineChartModel, "fromMs" | "toMs" | "stepMs" | "startsMs" | "atMs" | "bands"> {
  const window = { fromMs: Date.parse(answer.window.from), toMs: Date.parse(answer.window.to) };
  const nowMs = Date.parse(answer.now);
  const startsMs = answer.at.map((at) => Date.parse(at));
  const bands = prepareGapBands(answer.gaps, window);
  const uncollected = findUncollected({
    startsMs,
    stepMs: answer.stepMs,
    nodesSeen: answer.nodesSeen,
    nowMs: Math.min(nowMs, window.toMs),
    bands,
  });
  return {
    ...window,
    stepMs: answer.stepMs,
    startsMs,
    atMs: startsMs.map((startMs) => placeInBucket(startMs, answer.stepMs, window, nowMs)),
    bands: [...bands, ...uncollected].sort((a, b) => a.fromMs - b.fromMs),
  };
}

/** The middle of a bucket, but neither outside the window nor later than the answer. */
export function placeInBucket(
  startMs: number,
  stepMs: number,
  window: { fromMs: number; toMs: number },
  nowMs: number,
) {
  const latest = Math.max(startMs, Math.min(window.toMs, nowMs));
  return Math.max(window.fromMs, Math.min(startMs + stepMs / 2, latest));
}

function toneOf(series: ConnectionSeries, tones: ReadonlyMap<string, number>): SeriesTone {
  return series.role === "subject" ? (tones.get(series.name) ?? "other") : series.role;
}

/** What each proxy would carry if all carried the same. Pointless with fewer than two. */
function prepareFairShare(series: readonly ConnectionSeries[]): ReferenceLine | null {
  const proxies = series.filter((one) => one.role === "subject").map((one) => one.connections);
  const first = proxies[0];
  if (!first || proxies.length < 2) return null;
  return { name: "fair share", values: first.map((_, index) => meanAt(proxies, index)) };
}

/** Null as soon as one is unknown: a mean over those present would jump when one goes missing. */
function meanAt(lines: readonly Values[], index: number): number | null {
  let sum = 0;
  for (const values of lines) {
    const value = values[index];
    if (value === null || value === undefined) return null;
    sum += value;
  }
  return sum / lines.length;
}

export function prepareMarks(
  observations: readonly ObservationRow[],
  window: { fromMs: number; toMs: number },
): ChartMark[] {
  return observations
    .map((one) => ({
      atMs: Date.parse(one.at),
      precisionMs: one.precisionMs,
      sentence: observationWords(one),
    }))
    .filter((mark) => mark.atMs >= window.fromMs && mark.atMs < window.toMs)
    .sort((a, b) => a.atMs - b.atMs);
}

/** The sum of many may be this much higher than the highest of them and still share an axis with them. */
const REST_MAY_BE = 1.5;

/** A sum of many that would press all single lines to the floor is read and listed, but not drawn. */
function setAside(lines: readonly ChartLine[]): { drawn: ChartLine[]; aside: ChartLine[] } {
  const highest = highestOf(lines.filter((line) => line.tone !== "rest").map((line) => line.values));
  const isTooHigh = (line: ChartLine) =>
    line.tone === "rest" && highest > 0 && highestOf([line.values]) > highest * REST_MAY_BE;
  return { drawn: lines.filter((line) => !isTooHigh(line)), aside: lines.filter(isTooHigh) };
}

const PLURAL: Record<ConnectionsBy, string> = { proxy: "proxies", group: "groups", node: "nodes" };

function noteOf(answer: ConnectionsAnswer, aside: readonly ChartLine[]): string | null {
  const { shown, of } = answer.subjects;
  if (of <= shown) return null;
  const rest = aside[0]?.last;
  const others = rest
    ? `the others hold ${formatCount(Math.round(rest.value))} together`
    : "the others summed as “rest”";
  return `the ${shown} largest of ${of} ${PLURAL[answer.by]}, ${others}`;
}
