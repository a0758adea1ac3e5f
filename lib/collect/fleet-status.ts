import type { Fleet, FleetProblem, FleetResult } from "@/lib/config/fleet";

export { printFleetProblem } from "@/lib/config/print-fleet-problem";

/** What the collector says of the fleet file it runs on (the shape that the API answers with). */
export interface FleetFileStatus {
  readonly state: "ok" | "missing" | "invalid";
  readonly path: string;
  /** When the fleet that is in force was read; null: none is. */
  readonly loadedAt: string | null;
  readonly problems: readonly FleetProblem[];
}

export interface FleetInForce {
  readonly fleet: Fleet | null;
  readonly status: FleetFileStatus;
}

/** The fleet after the file was read again: a file that is gone or cannot be read leaves the last good one in force. */
export function takeFleet(before: FleetInForce | null, result: FleetResult, now: Date): FleetInForce {
  const loadedAt = before?.status.loadedAt ?? null;
  switch (result.state) {
    case "ok": {
      const { fleet } = result;
      return { fleet, status: { state: "ok", path: fleet.path, loadedAt: now.toISOString(), problems: [] } };
    }
    case "missing": {
      const kept = {
        line: null,
        message: "the file is gone; the fleet read before stays in force",
        hint: null,
      };
      const problems = loadedAt === null ? [] : [kept];
      return {
        fleet: before?.fleet ?? null,
        status: { state: "missing", path: result.path, loadedAt, problems },
      };
    }
    case "invalid": {
      const { path, problems } = result;
      return { fleet: before?.fleet ?? null, status: { state: "invalid", path, loadedAt, problems } };
    }
  }
}
