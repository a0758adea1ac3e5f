import type { FleetProblem } from "@/lib/config/fleet";
import type { ImportReject, RuleFinding } from "@/lib/domain/timeouts/model";

/** What a fleet file's time-outs come to. Paths are those to show: relative to the current folder where they are in it. */
export type LintReport = UnreadableFleet | LintedFleet;

export interface UnreadableFleet {
  readonly state: "unreadable";
  readonly fleetFile: string;
  readonly problems: readonly FleetProblem[];
}

export interface LintedFleet {
  readonly state: "linted";
  readonly fleetFile: string;
  readonly clusters: readonly ClusterLint[];
  /** True: the fleet has clusters, found in whole accounts, that have no entry in the file and so no time-outs. */
  readonly hasDiscovered: boolean;
}

export interface ClusterLint {
  readonly id: string;
  readonly name: string;
  /** Of its entry in the fleet file. */
  readonly line: number;
  readonly imports: readonly LintedImport[];
  /** Broken first, critical before warnings before notices; then what is not evaluated; then what holds. */
  readonly findings: readonly RuleFinding[];
  /** Subjects in imported files that are no client group of this cluster: what is set for them counts for nobody. */
  readonly unmatched: readonly string[];
}

export interface LintedImport {
  readonly path: string;
  /** Where the fleet file names it. */
  readonly line: number;
  /** "HAProxy configuration"; null: it cannot be read, or nothing in it is understood. */
  readonly format: string | null;
  readonly settingCount: number;
  /** Why nothing was read; null: something was. */
  readonly failure: string | null;
  readonly rejects: readonly ImportReject[];
}

export interface FindingCounts {
  readonly critical: number;
  readonly warning: number;
  readonly notice: number;
  readonly holds: number;
  readonly notEvaluated: number;
}

export function countFindings(clusters: readonly ClusterLint[]): FindingCounts {
  const counts = { critical: 0, warning: 0, notice: 0, holds: 0, notEvaluated: 0 };
  for (const { state, severity } of clusters.flatMap(({ findings }) => findings)) {
    switch (state) {
      case "broken":
        counts[severity] += 1;
        break;
      case "holds":
        counts.holds += 1;
        break;
      case "not-evaluated":
        counts.notEvaluated += 1;
        break;
    }
  }
  return counts;
}

/** 2: something could not be read, so that the rest is not the whole truth. */
export function exitCodeOf(report: LintReport, isStrict: boolean): 0 | 1 | 2 {
  if (report.state === "unreadable") return 2;
  const imports = report.clusters.flatMap((cluster) => cluster.imports);
  if (imports.some(({ failure }) => failure !== null)) return 2;
  const { critical, warning } = countFindings(report.clusters);
  return critical > 0 || (isStrict && warning > 0) ? 1 : 0;
}
