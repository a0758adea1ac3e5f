import { type FleetFileStatus, fleetFileStatus } from "@/lib/contract/clusters";
import type { CollectorRecord } from "@/lib/store/reads/read-collector";

const UNKNOWN: FleetFileStatus = { state: "unknown", path: null, loadedAt: null, problems: [] };

/** What the collector said of its fleet file; unknown when it said nothing, or something an older version meant. */
export function fleetFileOf(collector: CollectorRecord | null): FleetFileStatus {
  const parsed = fleetFileStatus.safeParse(collector?.fleetFile);
  return parsed.success ? parsed.data : UNKNOWN;
}

/** Beats come every few seconds: three missed ones and a margin. */
const SILENT_AFTER_MS = 30_000;

export type CollectorState = "ok" | "silent" | "never";

export function collectorStateOf(collector: CollectorRecord | null, now: Date): CollectorState {
  if (collector === null) return "never";
  return now.getTime() - collector.beatAt.getTime() > SILENT_AFTER_MS ? "silent" : "ok";
}

/** How long it has not been heard of; null: it is alive, or was never there. */
export function collectorSilenceMs(collector: CollectorRecord | null, now: Date): number | null {
  if (collector === null || collectorStateOf(collector, now) !== "silent") return null;
  return now.getTime() - collector.beatAt.getTime();
}
