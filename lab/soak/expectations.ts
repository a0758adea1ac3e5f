import type { SaidVerdict } from "@/lab/soak/said-verdicts";
import { isHarmless } from "@/lab/soak/said-verdicts";
import type { VerdictKind } from "@/lib/domain/skew/model";

export interface Expectation {
  readonly scenario: string;
  /** What `/truth` calls the moment from which time is taken. */
  readonly begins: string;
  /** Null: nothing but `balanced` or `insufficient-data`. */
  readonly kind: VerdictKind | null;
  /** Null: any. */
  readonly subject: string | null;
  /** Null: any. */
  readonly group: string | null;
  /** How long a verdict is waited for, or for how long none may come. */
  readonly withinSec: number;
}

/** What the dashboard should say of each scenario with its default parameters. */
export const EXPECTATIONS: readonly Expectation[] = [
  expecting("lifo-drift", "proxy-delayed", { kind: "lifo-drift", subject: "proxy-3" }),
  expecting("fifo-control", "proxy-delayed", {}),
  expecting("proxy-restart", "proxy-stopped", { kind: "proxy-restarted", subject: "proxy-2" }),
  expecting("proxy-added", "proxy-added", { kind: "proxy-added", subject: "proxy-5" }),
  expecting("uneven-arrivals", "proxy-weighted", { kind: "uneven-arrivals", subject: "proxy-4" }),
  expecting("hot-connections", "application-started", {
    kind: "hot-connections",
    subject: "proxy-2",
    group: "orders-stream",
  }),
  expecting("leak", "leak-started", { kind: "leak", group: "orders-worker" }),
];

function expecting(
  scenario: string,
  begins: string,
  wanted: Partial<Pick<Expectation, "kind" | "subject" | "group">>,
): Expectation {
  return { scenario, begins, kind: null, subject: null, group: null, withinSec: 420, ...wanted };
}

/** A slow or hot proxy may be told of its zone too; the proxy is what is asked. */
export function isExpected(
  { kind, subject, group }: Expectation,
  { cluster, verdict }: SaidVerdict,
): boolean {
  return (
    cluster === "orders" &&
    verdict.by === "proxy" &&
    verdict.kind === kind &&
    (subject === null || verdict.subject === subject) &&
    (group === null || verdict.group === group)
  );
}

/** Another word than the one expected. The same kind about a zone or a node is a view of the same thing. */
export function isContrary(expectation: Expectation, said: SaidVerdict): boolean {
  if (isHarmless(said.verdict) || isExpected(expectation, said)) return false;
  return !(
    said.cluster === "orders" &&
    said.verdict.by !== "proxy" &&
    said.verdict.kind === expectation.kind
  );
}
