/** What the fleet page has to show beside, or in place of, its table. Pure. */
import type { DiscoveryRow } from "@/lib/contract/aws";
import type { ClustersAnswer, FleetFileStatus } from "@/lib/contract/clusters";
import type { HealthAnswer } from "@/lib/contract/health";

export type FleetSituation =
  /** Nothing is watched: show how to begin. `problems`: there is a file, and it cannot be read. */
  | { readonly kind: "unconfigured"; readonly file: FleetFileStatus }
  /** The collector has not said yet what it watches. */
  | { readonly kind: "starting" }
  /** Accounts are searched for clusters, and none has been found. */
  | { readonly kind: "searching"; readonly failing: boolean }
  | { readonly kind: "watching"; readonly firstSweep: boolean };

export function fleetSituation({ clusters, fleetFile, discovery }: ClustersAnswer): FleetSituation {
  if (clusters.length === 0) {
    if (discovery.length > 0) {
      return { kind: "searching", failing: discovery.some((row) => row.state === "failing") };
    }
    return fleetFile.state === "unknown" ? { kind: "starting" } : { kind: "unconfigured", file: fleetFile };
  }
  return { kind: "watching", firstSweep: clusters.every((row) => row.state === "unknown") };
}

export type FleetNotice =
  /** A changed fleet file that cannot be read; the last good one stays in force. */
  | { readonly kind: "file-invalid"; readonly file: FleetFileStatus }
  | { readonly kind: "file-gone"; readonly path: string | null }
  | { readonly kind: "collector-silent"; readonly silentMs: number | null }
  /** The database was away: sweeps wait on disk, or some had to be dropped. */
  | { readonly kind: "spooling"; readonly waiting: number }
  | { readonly kind: "dropped"; readonly dropped: number }
  /** An account that should be searched for clusters, and does not answer. */
  | { readonly kind: "discovery"; readonly row: DiscoveryRow };

/** What stands above the table, most urgent first. `health` undefined: not known, nothing is claimed. */
export function fleetNotices(
  { fleetFile, discovery }: Pick<ClustersAnswer, "fleetFile" | "discovery">,
  health: HealthAnswer | undefined,
): FleetNotice[] {
  const notices: FleetNotice[] = [];
  if (health?.collector.state === "silent") {
    const { lastBeatAt } = health.collector;
    const silentMs =
      lastBeatAt === null ? null : Math.max(0, Date.parse(health.now) - Date.parse(lastBeatAt));
    notices.push({ kind: "collector-silent", silentMs });
  }
  if (fleetFile.state === "invalid") notices.push({ kind: "file-invalid", file: fleetFile });
  if (fleetFile.state === "missing") notices.push({ kind: "file-gone", path: fleetFile.path });
  for (const row of discovery) if (row.state === "failing") notices.push({ kind: "discovery", row });
  const dropped = health?.collector.droppedSweeps ?? 0;
  if (dropped > 0) notices.push({ kind: "dropped", dropped });
  const waiting = health?.collector.spooledSweeps ?? 0;
  if (waiting > 0) notices.push({ kind: "spooling", waiting });
  return notices;
}
