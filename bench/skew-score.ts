import { VERDICT_KINDS, type VerdictKind } from "@/lib/domain/skew/model";
import { median } from "./measure";
import type { RunOutcome } from "./skew-run";

/** How a kind fared. Null: no run to measure it on. */
export interface KindScore {
  readonly kind: VerdictKind;
  readonly runs: number;
  /** Of the runs of the kind, those with a right leading verdict; not to know is a miss, even where it is no mistake. */
  readonly recall: number | null;
  /** Of the runs that ended with this leading verdict, those where it was right. */
  readonly precision: number | null;
  readonly said: number;
  /** Its row of the confusion matrix. */
  readonly heard: readonly { readonly kind: VerdictKind; readonly runs: number }[];
  /** Of the right kinds said, those about another subject. */
  readonly wrongSubject: number | null;
  readonly toVerdictSec: { readonly median: number; readonly p90: number } | null;
}

export interface CalibrationBin {
  readonly from: number;
  readonly to: number;
  readonly verdicts: number;
  readonly meanConfidence: number;
  readonly right: number;
}

export function scoreKinds(outcomes: readonly RunOutcome[]): KindScore[] {
  return VERDICT_KINDS.map((kind) => {
    const own = outcomes.filter(({ scenario }) => scenario.kind === kind);
    const said = outcomes.filter((outcome) => outcome.said.kind === kind);
    const rightKind = said.filter((outcome) => outcome.isKindRight);
    const secs = own.flatMap(({ toVerdictMs }) => (toVerdictMs === null ? [] : toVerdictMs / 1000));
    return {
      kind,
      runs: own.length,
      recall: share(own, isFound),
      precision: share(said, (outcome) => outcome.isKindRight),
      said: said.length,
      heard: VERDICT_KINDS.flatMap((word) => {
        const runs = own.filter((outcome) => outcome.said.kind === word).length;
        return runs === 0 ? [] : { kind: word, runs };
      }),
      wrongSubject: share(rightKind, (outcome) => !outcome.isRight),
      toVerdictSec: secs.length === 0 ? null : { median: median(secs), p90: quantile(secs, 0.9) },
    };
  });
}

function isFound({ scenario, said, isKindRight }: RunOutcome): boolean {
  return isKindRight && (said.kind !== "insufficient-data" || scenario.kind === "insufficient-data");
}

const BINS = [0, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1] as const;

/** Verdicts that name a fault, by how sure they were; `insufficient-data` and `balanced` on their own are not asked. */
export function calibrate(
  outcomes: readonly RunOutcome[],
  kinds: ReadonlySet<VerdictKind>,
): CalibrationBin[] {
  return BINS.slice(0, -1).flatMap((from, at) => {
    const to = BINS[at + 1] ?? 1;
    const within = outcomes.filter(({ said: { kind, confidence } }) => {
      return kinds.has(kind) && confidence >= from && (confidence < to || (to === 1 && confidence <= 1));
    });
    if (within.length === 0) return [];
    const sum = within.reduce((total, { said }) => total + said.confidence, 0);
    const right = share(within, (outcome) => outcome.isRight) ?? 0;
    return { from, to, verdicts: within.length, meanConfidence: sum / within.length, right };
  });
}

/** Mean distance of confidence from what came true, weighted by how often it was said. Null: nothing was said. */
export function calibrationError(bins: readonly CalibrationBin[]): number | null {
  const all = bins.reduce((sum, bin) => sum + bin.verdicts, 0);
  if (all === 0) return null;
  return bins.reduce((sum, bin) => sum + bin.verdicts * Math.abs(bin.right - bin.meanConfidence), 0) / all;
}

/** Rows: what was; columns: what was said. A dot is none; `found` counts every word that names what is so. */
export function formatMatrix(outcomes: readonly RunOutcome[]): string {
  const width = Math.max(...VERDICT_KINDS.map((kind) => kind.length));
  const head = `${"truth \\ said".padEnd(width)} ${VERDICT_KINDS.map((kind) => short(kind).padStart(9)).join("")}    found`;
  const lines = VERDICT_KINDS.map((truth) => {
    const own = outcomes.filter(({ scenario }) => scenario.kind === truth);
    const counts = VERDICT_KINDS.map((kind) => own.filter(({ said }) => said.kind === kind).length);
    const right = own.filter(isFound).length;
    return `${truth.padEnd(width)} ${counts.map((count) => String(count === 0 ? "·" : count).padStart(9)).join("")} ${String(right).padStart(8)}`;
  });
  return [head, ...lines].join("\n");
}

function short(kind: VerdictKind): string {
  return kind
    .replace("proxy-", "")
    .replace("uneven-arrivals", "uneven")
    .replace("-connections", "")
    .replace("-data", "")
    .slice(0, 8);
}

function share(outcomes: readonly RunOutcome[], holds: (outcome: RunOutcome) => boolean): number | null {
  return outcomes.length === 0 ? null : outcomes.filter(holds).length / outcomes.length;
}

function quantile(values: readonly number[], at: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(at * sorted.length))] ?? Number.NaN;
}
