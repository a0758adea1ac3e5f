import { assertNever } from "@/lib/present/assert-never";
import { classNames } from "./class-names";

export type MarkState = "ok" | "warning" | "critical" | "stale" | "unknown";

const WORDS: Record<MarkState, string> = {
  ok: "steady",
  warning: "warning",
  critical: "critical",
  stale: "stale",
  unknown: "not seen yet",
};

const STATE_INK: Record<MarkState, string> = {
  ok: "text-ok",
  warning: "text-warning",
  critical: "text-critical",
  stale: "text-muted",
  unknown: "text-muted",
};

export function stateWord(state: MarkState): string {
  return WORDS[state];
}

function Shape({ state }: { state: MarkState }) {
  switch (state) {
    case "critical":
      return <rect x="0.75" y="0.75" width="8.5" height="8.5" rx="1.2" fill="currentColor" />;
    case "warning":
      return <path d="M5 0.6 9.7 9.2H0.3Z" fill="currentColor" />;
    case "ok":
      return <circle cx="5" cy="5" r="4.1" fill="currentColor" />;
    case "stale":
      return (
        <circle
          cx="5"
          cy="5"
          r="4"
          fill="none"
          stroke="currentColor"
          strokeWidth="1.3"
          strokeDasharray="1.8 1.34"
        />
      );
    case "unknown":
      return <circle cx="5" cy="5" r="4" fill="none" stroke="currentColor" strokeWidth="1.2" />;
    default:
      return assertNever(state);
  }
}

/** State as shape, colour and word: the word is read aloud, and shown where `withWord` says so. */
export function StateMark({
  state,
  withWord = false,
  className,
}: {
  state: MarkState;
  withWord?: boolean;
  className?: string;
}) {
  return (
    <span className={classNames("inline-flex items-center gap-1.5", STATE_INK[state], className)}>
      <svg viewBox="0 0 10 10" width="10" height="10" aria-hidden="true" className="shrink-0">
        <Shape state={state} />
      </svg>
      <span className={withWord ? "text-small" : "sr-only"}>{WORDS[state]}</span>
    </span>
  );
}
