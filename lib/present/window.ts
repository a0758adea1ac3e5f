/** The stretch of time a page shows: relative and live, or two instants. Pure; `nowMs` is an argument. */

/** The last `spanMs`, moving along with the clock. */
export type LiveWindow = { readonly kind: "last"; readonly spanMs: number };
/** Half-open [from, to). */
export type PinnedWindow = { readonly kind: "between"; readonly fromMs: number; readonly toMs: number };
export type ViewWindow = LiveWindow | PinnedWindow;

const UNITS = [
  ["d", 86_400_000],
  ["h", 3_600_000],
  ["m", 60_000],
  ["s", 1000],
] as const;

export const DEFAULT_WINDOW = { kind: "last", spanMs: 3_600_000 } as const satisfies ViewWindow;

export const WINDOW_PRESETS_MS = [900_000, 3_600_000, 21_600_000, 86_400_000, 604_800_000] as const;

export const SHORTEST_WINDOW_MS = 60_000;
/** As long as hours are kept. */
export const LONGEST_WINDOW_MS = 400 * 86_400_000;

/** "15m" → 900000. Null: not a span, or outside what can be shown. */
export function parseSpanParam(text: string): number | null {
  const match = /^(\d{1,9})(s|m|h|d)$/.exec(text);
  const unitMs = UNITS.find(([unit]) => unit === match?.[2])?.[1];
  if (!match || unitMs === undefined) return null;
  const spanMs = Number(match[1]) * unitMs;
  return spanMs >= SHORTEST_WINDOW_MS && spanMs <= LONGEST_WINDOW_MS ? spanMs : null;
}

/** The largest unit that divides it: 3600000 → "1h", 86400000 → "24h" as on its button, 5400000 → "90m". */
export function formatSpanParam(spanMs: number): string {
  const found = UNITS.find(
    ([unit, unitMs]) => spanMs % unitMs === 0 && (unit !== "d" || spanMs >= 2 * unitMs),
  );
  return found ? `${spanMs / found[1]}${found[0]}` : `${Math.max(1, Math.round(spanMs / 1000))}s`;
}

export function spanOf(window: ViewWindow): number {
  return window.kind === "last" ? window.spanMs : window.toMs - window.fromMs;
}

export function resolveWindow(
  window: ViewWindow,
  nowMs: number,
): { readonly fromMs: number; readonly toMs: number } {
  return window.kind === "last"
    ? { fromMs: nowMs - window.spanMs, toMs: nowMs }
    : { fromMs: window.fromMs, toMs: window.toMs };
}

/** From this length on a minute more or less at the end does not matter, and the label is shorter without seconds. */
const WHOLE_MINUTES_FROM_MS = 600_000;

/**
 * The same stretch as two instants: a link to it shows the same a week later. Ends at the next whole second, or minute
 * for longer windows, never before now: the newest data is what the link is for.
 */
export function pinWindow(window: ViewWindow, nowMs: number): PinnedWindow {
  if (window.kind === "between") return window;
  const grainMs = window.spanMs >= WHOLE_MINUTES_FROM_MS ? 60_000 : 1000;
  const toMs = Math.ceil(nowMs / grainMs) * grainMs;
  return { kind: "between", fromMs: toMs - window.spanMs, toMs };
}

/** Half a window back or forward. A step that would reach past now ends live, with the same span. */
export function stepWindow(window: ViewWindow, direction: -1 | 1, nowMs: number): ViewWindow {
  if (window.kind === "last" && direction === 1) return window;
  const { fromMs, toMs } = pinWindow(window, nowMs);
  const spanMs = toMs - fromMs;
  const stepMs = Math.max(1000, Math.round(spanMs / 2000) * 1000) * direction;
  if (toMs + stepMs >= nowMs && direction === 1) return { kind: "last", spanMs };
  return { kind: "between", fromMs: fromMs + stepMs, toMs: toMs + stepMs };
}

/** Live again: the last stretch as long as the pinned one was. */
export function liveWindow(window: ViewWindow): LiveWindow {
  if (window.kind === "last") return window;
  const spanMs = Math.round(spanOf(window) / 1000) * 1000;
  return { kind: "last", spanMs: Math.min(LONGEST_WINDOW_MS, Math.max(SHORTEST_WINDOW_MS, spanMs)) };
}

export function isSameWindow(a: ViewWindow, b: ViewWindow): boolean {
  if (a.kind === "last") return b.kind === "last" && a.spanMs === b.spanMs;
  return b.kind === "between" && a.fromMs === b.fromMs && a.toMs === b.toMs;
}

/** The window as the parameters of a question: the server resolves a relative one against its own clock. */
export function windowParams(
  window: ViewWindow,
): { readonly last: string } | { readonly from: string; readonly to: string } {
  return window.kind === "last"
    ? { last: formatSpanParam(window.spanMs) }
    : { from: new Date(window.fromMs).toISOString(), to: new Date(window.toMs).toISOString() };
}
