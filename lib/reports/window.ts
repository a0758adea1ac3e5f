import { relativeLengthMs, type Window } from "@/lib/contract/time";

export interface Span {
  readonly fromMs: number;
  readonly toMs: number;
}

interface WindowParams {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly last?: string | undefined;
}

const DEFAULT_LAST = "1h";

/** The absolute window of a question; null: it begins in the future. The contract has refused contradictions. */
export function resolveWindow({ from, to, last }: WindowParams, now: Date): Span | null {
  const nowMs = now.getTime();
  const toMs = to === undefined ? nowMs : Date.parse(to);
  const fromMs = from === undefined ? toMs - (relativeLengthMs(last ?? DEFAULT_LAST) ?? 0) : Date.parse(from);
  return fromMs < Math.min(nowMs, toMs) ? { fromMs, toMs } : null;
}

export function windowOf(span: Span): Window {
  return { from: inIso(span.fromMs), to: inIso(span.toMs) };
}

export function inIso(atMs: number): string {
  return new Date(atMs).toISOString();
}
