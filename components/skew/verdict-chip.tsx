import { classNames } from "@/components/ui/class-names";
import { StateMark } from "@/components/ui/state-mark";
import type { HealthState } from "@/lib/contract/health-state";
import type { VerdictKind } from "@/lib/domain/skew/model";
import { kindWords } from "@/lib/present/skew/verdict-words";

const SOFT: Record<HealthState, string> = {
  critical: "bg-critical-soft text-critical",
  warning: "bg-warning-soft text-warning",
  ok: "bg-ok-soft text-ok",
  stale: "bg-sunken text-muted",
  unknown: "bg-sunken text-muted",
};

/** A verdict's name with the shape of its state. `faded`: it is over, or was said long ago. */
export function VerdictChip({ kind, faded = false }: { kind: VerdictKind; faded?: boolean }) {
  const { label, state } = kindWords(kind);
  const shown = faded ? "stale" : state;
  return (
    <span
      className={classNames(
        "inline-flex items-center gap-1.5 rounded-chip px-1.5 py-0.5 text-small font-medium whitespace-nowrap",
        SOFT[shown],
      )}
    >
      <StateMark state={shown} className="scale-90" />
      {label}
    </span>
  );
}
