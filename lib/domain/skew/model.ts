import type { ConnectionCell } from "@/lib/domain/connections/model";
import type { ProxyKind, ProxyLatency, ProxyStep } from "@/lib/domain/proxies/model";

/** The vocabulary of skew: who is compared, what is fed in, what is said. */

/** What is compared with its peers. */
export const SKEW_SUBJECTS = ["proxy", "node", "zone"] as const;
export type SkewBy = (typeof SKEW_SUBJECTS)[number];

/** In the order in which verdicts are decided; `balanced` and `insufficient-data` are said when nothing else is. */
export const VERDICT_KINDS = [
  "proxy-restarted",
  "proxy-added",
  "uneven-arrivals",
  "leak",
  "lifo-drift",
  "hot-connections",
  "balanced",
  "insufficient-data",
] as const;
export type VerdictKind = (typeof VERDICT_KINDS)[number];

/** One of those that are compared: a proxy, a node or an availability zone. */
export interface SkewSubject {
  readonly name: string;
  /** Relative weight in the rotation: 1 unless declared. Fair share = weight ÷ sum of weights of those in rotation. */
  readonly weight: number;
  /** Proxies only; nodes and zones of tcp proxies are "tcp". */
  readonly kind: ProxyKind;
  /** Proxies of a zone; for a proxy or a node just itself. Names as they stand in cells and steps. */
  readonly members: readonly string[];
}

/** One sweep of one node, as the ledger made it or as it was read back from the store. */
export interface SkewSweep {
  readonly node: string;
  readonly runId: string;
  readonly atMs: number;
  /** Null: a baseline, nothing in it counts as opened or closed. */
  readonly previousAtMs: number | null;
  /** True: at − previousAt is a gap in watching; what opened and closed in it cannot be placed in time. */
  readonly isGap: boolean;
  /** Opened and gone again unseen; null: not known. */
  readonly unattributed: number | null;
  /** Each with its profile, or without where the sweep is older than profiles are. */
  readonly cells: readonly ConnectionCell[];
}

/** What one proxy's statistics and the PINGs through it told. A failed reading is fed too, without a step. */
export interface SkewProxyReport {
  readonly proxy: string;
  readonly atMs: number;
  readonly step: ProxyStep | null;
  readonly latency: ProxyLatency | null;
}

/** A number that bears a verdict out. Units: "connections", "per_second", "ratio", "share", "ms", "seconds", "count", "per_hour". */
export interface SkewEvidence {
  readonly label: string;
  readonly value: number;
  readonly unit: SkewUnit;
}
export const SKEW_UNITS = [
  "connections",
  "per_second",
  "per_hour",
  "ratio",
  "share",
  "ms",
  "seconds",
  "count",
  "bytes_per_second",
] as const;
export type SkewUnit = (typeof SKEW_UNITS)[number];

export interface SkewVerdict {
  readonly kind: VerdictKind;
  readonly by: SkewBy;
  /** Who it is about; null: all of them (balanced, insufficient-data). */
  readonly subject: string | null;
  /** The client group that carries it, where one does. */
  readonly group: string | null;
  /** Since when it has been so, ms since the epoch; null: not known. */
  readonly sinceMs: number | null;
  /** 0..1, calibrated: of the verdicts said with 0.9, nine in ten are right. */
  readonly confidence: number;
  readonly trend: "growing" | "settled" | null;
  readonly evidence: readonly SkewEvidence[];
  /** insufficient-data: the condition that failed, a sentence with numbers. Otherwise what weakens the verdict, or null. */
  readonly condition: string | null;
}

/** One subject now, over the detector's last minutes. */
export interface SubjectMeasure {
  readonly name: string;
  readonly inRotation: boolean;
  readonly fairShare: number;
  /** Mean of the last three sweeps; null: not known. */
  readonly connections: number | null;
  readonly share: number | null;
  /** share ÷ fair share, with its bounds (z adjusted for the number of comparisons). */
  readonly ratio: { readonly value: number; readonly low: number; readonly high: number } | null;
}

export interface SkewAssessment {
  readonly by: SkewBy;
  readonly atMs: number;
  /**
   * The published figure: largest lower bound of ratio, or 1 ÷ the smallest upper one, at least 1. 1 = nothing beyond chance.
   * Null: not known.
   */
  readonly skew: number | null;
  readonly subjects: readonly SubjectMeasure[];
  /** Strongest first; never empty. */
  readonly verdicts: readonly SkewVerdict[];
  /** Over the detector's window; ratio = unseen ÷ (seen + unseen). */
  readonly unattributed: {
    readonly seen: number;
    readonly unseen: number | null;
    readonly ratio: number | null;
  };
}

/** Follows one cluster's subjects sweep by sweep. Memory is bounded; `assess` is cheap enough for every few seconds. */
export interface SkewWatch {
  /** Who is compared; those that vanish stay known until their numbers have aged out. */
  setSubjects(subjects: readonly SkewSubject[], atMs: number): void;
  /** In order of time per node. The same calls replay stored history after a restart of ours. */
  sweep(sweep: SkewSweep): void;
  proxy(report: SkewProxyReport): void;
  assess(nowMs: number): SkewAssessment;
}
