import type { Store } from "../client";

export interface RivalCollector {
  readonly pid: number;
  readonly host: string;
  readonly startedAt: Date;
}

/** Two beats late is not yet gone. */
const FRESH_SEC = 10;

/** Another collector that is at work on this database, the one that began first; null: there is none. */
export async function readRivalCollector(store: Store, ownId: string): Promise<RivalCollector | null> {
  const rows = await store.prisma.$queryRaw<RivalCollector[]>`
    SELECT pid, host, started_at AS "startedAt"
    FROM collector
    WHERE id <> ${ownId} AND beat_at > now() - make_interval(secs => ${FRESH_SEC})
    ORDER BY started_at, id LIMIT 1`;
  return rows[0] ?? null;
}
