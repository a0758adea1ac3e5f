import type { Store } from "../client";
import type { DiscoveryStatus } from "../rows";

export interface CollectorRecord {
  readonly id: string;
  readonly startedAt: Date;
  readonly beatAt: Date;
  readonly fleetFile: unknown;
  readonly discovery: readonly DiscoveryStatus[];
  readonly spooledSweeps: number;
  readonly droppedSweeps: number;
  readonly loopLagMs: number | null;
}

/** The collector heard of last; null: none ever. */
export async function readCollector(store: Store): Promise<CollectorRecord | null> {
  const rows = await store.prisma.$queryRaw<CollectorRecord[]>`
    SELECT id, started_at AS "startedAt", beat_at AS "beatAt", fleet_file AS "fleetFile", discovery,
      spooled_sweeps AS "spooledSweeps", dropped_sweeps AS "droppedSweeps", loop_lag_ms::float8 AS "loopLagMs"
    FROM collector ORDER BY beat_at DESC LIMIT 1`;
  return rows[0] ?? null;
}
