import type { Store } from "../client";
import type { CollectorRow } from "../rows";
import { storableJson } from "../storable-text";

/** The collector's sign of life. */
export async function beat(store: Store, row: CollectorRow): Promise<void> {
  const fleetFile = storableJson(row.fleetFile);
  const discovery = storableJson(row.discovery);
  await store.prisma.$executeRaw`
    INSERT INTO collector (id, started_at, beat_at, pid, host, version, fleet_file, discovery,
      spooled_sweeps, dropped_sweeps, loop_lag_ms)
    VALUES (${row.id}, ${row.startedAt}::timestamptz, ${row.beatAt}::timestamptz, ${row.pid}, ${row.host},
      ${row.version}, ${fleetFile}::jsonb, ${discovery}::jsonb,
      ${row.spooledSweeps}, ${row.droppedSweeps}, ${row.loopLagMs}::real)
    ON CONFLICT (id) DO UPDATE SET
      started_at = excluded.started_at, beat_at = excluded.beat_at, pid = excluded.pid, host = excluded.host,
      version = excluded.version, fleet_file = excluded.fleet_file, discovery = excluded.discovery,
      spooled_sweeps = excluded.spooled_sweeps,
      dropped_sweeps = excluded.dropped_sweeps, loop_lag_ms = excluded.loop_lag_ms`;
}
