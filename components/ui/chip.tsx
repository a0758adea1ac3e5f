import type { ReactNode } from "react";
import { classNames } from "./class-names";

const TONES = {
  plain: "bg-sunken text-muted",
  critical: "bg-critical-soft text-critical",
  warning: "bg-warning-soft text-warning",
  ok: "bg-ok-soft text-ok",
  accent: "bg-accent-soft text-accent",
} as const;

/** A short verdict in a word or two. */
export function Chip({ tone = "plain", children }: { tone?: keyof typeof TONES; children: ReactNode }) {
  return (
    <span
      className={classNames("inline-block rounded-chip px-1.5 text-small whitespace-nowrap", TONES[tone])}
    >
      {children}
    </span>
  );
}
