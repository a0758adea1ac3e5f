import type { CollectionGap } from "@/lib/contract/connections";
import { shortenNodes } from "../node-names";
import type { GapBand } from "./line-model";

/** Recorded gaps, cut to the window, in the order of time. */
export function prepareGapBands(
  gaps: readonly CollectionGap[],
  window: { fromMs: number; toMs: number },
): GapBand[] {
  return gaps
    .map((gap) => ({
      fromMs: Math.max(window.fromMs, Date.parse(gap.from)),
      toMs: Math.min(window.toMs, Date.parse(gap.to)),
      scope: gap.node === null ? ("all" as const) : ("node" as const),
      sentence: sentenceOf(gap),
    }))
    .filter((band) => band.toMs > band.fromMs)
    .sort((a, b) => a.fromMs - b.fromMs);
}

function sentenceOf(gap: CollectionGap): string {
  const named = gap.node === null || gap.reason.includes(gap.node);
  const who = shortenNodes(named ? gap.reason : `${gap.node}: ${gap.reason}`);
  return gap.opened === null || gap.closed === null
    ? who
    : `${who}; the sweep after it found ${gap.opened} opened and ${gap.closed} closed`;
}

/**
 * Stretches in which no node was seen and that no recorded gap explains, e.g. before watching began. A single empty
 * bucket is left alone: sweeps and buckets do not keep the same beat.
 */
export function findUncollected(input: {
  startsMs: readonly number[];
  stepMs: number;
  nodesSeen: readonly number[];
  nowMs: number;
  bands: readonly GapBand[];
}): GapBand[] {
  const found: GapBand[] = [];
  let runStart: number | null = null;
  const close = (endMs: number, buckets: number, startMs: number) => {
    if (buckets < 2 || isCovered(input.bands, startMs, endMs)) return;
    found.push({ fromMs: startMs, toMs: endMs, scope: "all", sentence: "nothing was collected here" });
  };
  const past = input.startsMs.filter((startMs) => startMs < input.nowMs).length;
  for (let index = 0; index <= past; index++) {
    const empty = index < past && (input.nodesSeen[index] ?? 0) === 0;
    if (empty && runStart === null) runStart = index;
    if (empty || runStart === null) continue;
    const startMs = input.startsMs[runStart] ?? 0;
    const endMs = Math.min((input.startsMs[index - 1] ?? 0) + input.stepMs, input.nowMs);
    close(endMs, index - runStart, startMs);
    runStart = null;
  }
  return found;
}

function isCovered(bands: readonly GapBand[], fromMs: number, toMs: number): boolean {
  return bands.some((band) => band.scope === "all" && band.fromMs < toMs && band.toMs > fromMs);
}
