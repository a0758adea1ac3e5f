import type { MetricsAnswer } from "@/lib/contract/metrics";
import type { RangeBand, RangeGrid } from "./range-model";

type Values = readonly (number | null)[];

/** Points are there one to three minutes late; after so long a missing one is missing. */
const AWAITED_MS = 5 * 60_000;

/** What CloudWatch has told of the window and what it has not: without it an empty plot would say three things at once. */
export function cloudWatchBands(
  answer: Pick<MetricsAnswer, "now" | "window" | "cloudwatch">,
  grid: RangeGrid,
  lines: readonly Values[],
): RangeBand[] {
  const fromMs = Date.parse(answer.window.from);
  const toMs = Math.min(Date.parse(answer.window.to), Date.parse(answer.now));
  const fetched = answer.cloudwatch?.fetched ?? null;
  const fetchedFromMs = fetched === null ? toMs : Math.max(fromMs, Date.parse(fetched.from));
  const fetchedToMs = fetched === null ? toMs : Math.min(toMs, Date.parse(fetched.to));
  const awaitedFromMs = Math.max(fetchedFromMs, awaitedSince(grid, lines, Date.parse(answer.now)));
  // What is drawn was fetched, also where that is not yet so of every series: a node that came lately has no past.
  const drawn = drawnSpan(grid, lines);
  const before: RangeBand = {
    kind: "unfetched",
    fromMs,
    toMs: Math.min(fetchedFromMs, toMs, drawn.fromMs),
    sentence: "CloudWatch: not fetched yet",
  };
  const after: RangeBand = {
    kind: awaitedFromMs < toMs ? "awaited" : "unfetched",
    fromMs: awaitedFromMs < toMs ? awaitedFromMs : Math.max(fetchedToMs, drawn.toMs),
    toMs,
    sentence:
      awaitedFromMs < toMs
        ? "CloudWatch: on its way, points arrive one to three minutes late"
        : "CloudWatch: not fetched yet",
  };
  const missing = emptyRuns(grid, lines, {
    fromMs: Math.min(fetchedFromMs, drawn.fromMs),
    toMs: Math.min(Math.max(fetchedToMs, drawn.toMs), awaitedFromMs),
  }).map((run): RangeBand => ({ kind: "missing", ...run, sentence: "CloudWatch has no data here" }));
  return [before, ...missing, after].filter((band) => band.toMs - band.fromMs >= grid.resolutionMs / 2);
}

/** End of the newest point, as long as it is young enough to have a successor on its way. */
function awaitedSince(grid: RangeGrid, lines: readonly Values[], nowMs: number): number {
  const last = Math.max(-1, ...lines.map((values) => values.findLastIndex((value) => value !== null)));
  const start = grid.startsMs[last];
  const endMs = start === undefined ? 0 : start + grid.stepMs;
  return Math.max(endMs, nowMs - AWAITED_MS);
}

/** From the first value of any line to the end of the last one; without values it reaches over nothing. */
function drawnSpan(grid: RangeGrid, lines: readonly Values[]): { fromMs: number; toMs: number } {
  const isDrawn = (_: number, index: number) => lines.some((values) => (values[index] ?? null) !== null);
  const first = grid.startsMs.find(isDrawn);
  const last = grid.startsMs.findLast(isDrawn);
  if (first === undefined || last === undefined)
    return { fromMs: Number.POSITIVE_INFINITY, toMs: Number.NEGATIVE_INFINITY };
  return { fromMs: first, toMs: last + grid.stepMs };
}

/** What we measure ourselves and did not, for longer than one bucket. */
export function ownBands(
  answer: Pick<MetricsAnswer, "now" | "window">,
  grid: RangeGrid,
  lines: readonly Values[],
): RangeBand[] {
  const span = {
    fromMs: Date.parse(answer.window.from),
    toMs: Math.min(Date.parse(answer.window.to), Date.parse(answer.now)),
  };
  return emptyRuns(grid, lines, span)
    .filter((run) => run.toMs - run.fromMs > grid.stepMs * 1.5 + grid.resolutionMs)
    .map((run): RangeBand => ({ kind: "uncollected", ...run, sentence: "nothing was collected here" }));
}

/** Stretches of a span in which no line has a value. */
function emptyRuns(
  grid: RangeGrid,
  lines: readonly Values[],
  span: { readonly fromMs: number; readonly toMs: number },
): { fromMs: number; toMs: number }[] {
  const runs: { fromMs: number; toMs: number }[] = [];
  for (const [index, startMs] of grid.startsMs.entries()) {
    const fromMs = Math.max(span.fromMs, startMs);
    const toMs = Math.min(span.toMs, startMs + grid.stepMs);
    if (toMs <= fromMs || lines.some((values) => (values[index] ?? null) !== null)) continue;
    const last = runs.at(-1);
    if (last && last.toMs >= fromMs) last.toMs = toMs;
    else runs.push({ fromMs, toMs });
  }
  return runs;
}
