import type { SkewSide } from "@/lib/contract/skew";
import { staleAfterMs } from "@/lib/domain/findings/state";
import { bucketStart } from "@/lib/domain/series/grid";
import type { CellsAt } from "@/lib/store/reads/read-cells-at";
import type { SeriesPlan } from "../resolution";
import { inIso, type Span } from "../window";

const DEFAULT_INTERVAL_MS = 10_000;

/** Does the sweep speak for the moment? */
export function isFresh(row: CellsAt, atMs: number): boolean {
  return atMs - row.at.getTime() <= staleAfterMs(row.intervalMs ?? DEFAULT_INTERVAL_MS);
}

/** By the last sweeps before the window's end, where they are fresh enough to speak for it. */
export function stateAt(
  fresh: readonly CellsAt[],
  window: Span,
  countAt: (row: CellsAt) => number,
): SkewSide | null {
  if (fresh.length === 0) return null;
  const ageMs = window.toMs - Math.min(...fresh.map((row) => row.at.getTime()));
  return { state: "known", connections: fresh.reduce((sum, row) => sum + countAt(row), 0), ageMs };
}

/** By the last bucket, where single sweeps are not kept any more. */
export function stateOfLine(
  line: readonly (number | null)[],
  plan: SeriesPlan,
  window: Span,
): SkewSide | null {
  const last = line.at(-1) ?? null;
  if (plan.resolution === "sweep" || last === null) return null;
  const ageMs = Math.max(0, window.toMs - bucketStart(plan.grid, line.length - 1));
  return { state: "known", connections: last, ageMs };
}

export function unknownSince(newest: readonly CellsAt[], window: Span): SkewSide {
  const lastMs = newest.length === 0 ? null : Math.max(...newest.map((row) => row.at.getTime()));
  if (lastMs === null) return { state: "unknown", reason: "no sweep of that time is kept", since: null };
  const day = window.toMs - lastMs > 86_400_000 ? 10 : 19;
  const reason = `not counted since ${inIso(lastMs).slice(0, day).replace("T", " ")} UTC`;
  return { state: "unknown", reason, since: inIso(lastMs) };
}
