import { staleAfterMs } from "@/lib/domain/findings/state";
import type { SkewProxyReport, SkewSweep } from "@/lib/domain/skew/model";
import type { SweepContent } from "@/lib/store/rows";

/** What a skew watch is fed, live or from the store. */
export type SkewEvent =
  | { readonly kind: "sweep"; readonly sweep: SkewSweep }
  | { readonly kind: "proxy"; readonly report: SkewProxyReport };

export function atMsOf(event: SkewEvent): number {
  return event.kind === "sweep" ? event.sweep.atMs : event.report.atMs;
}

/** A sweep as the watch reads it. A span is a gap by the same rule that the store's reads go by. */
export function sweepEvent(node: string, { result, intervalMs }: SweepContent): SkewEvent {
  const { runId, atMs, previousAtMs, unattributed, cells } = result;
  const spanMs = previousAtMs === null ? 0 : atMs - previousAtMs;
  const isGap = spanMs > staleAfterMs(intervalMs ?? DEFAULT_INTERVAL_MS);
  return { kind: "sweep", sweep: { node, runId, atMs, previousAtMs, isGap, unattributed, cells } };
}

/** Of sweeps that do not tell their own. */
const DEFAULT_INTERVAL_MS = 10_000;
