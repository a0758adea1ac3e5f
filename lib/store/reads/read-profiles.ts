import type { Store } from "../client";
import { SINCE, STEADY_SPAN_MS } from "./sweep-span";

/** One sweep's cells with how they live: what survival and load are made of. */
export interface ProfileRow {
  readonly nodeId: number;
  readonly at: Date;
  /** Time that the sweep counts over. */
  readonly spanMs: number;
  /** Parallel, one element a cell; 0: through no declared proxy. */
  readonly proxyIds: readonly number[];
  readonly groupIds: readonly number[];
  /** Null: the server counts no commands per client. */
  readonly commands: readonly (number | null)[] | null;
  /** For the codec of profiles; null: the sweep is older than they are. */
  readonly profile: Uint8Array | null;
}

export interface ProfileRange {
  readonly nodeIds: readonly number[];
  readonly from: Date;
  readonly to: Date;
  readonly limit: number;
}

/** Sweeps in [from, to) that do not follow a gap, newest first. */
export async function readProfiles(store: Store, range: ProfileRange): Promise<ProfileRow[]> {
  return store.prisma.$queryRaw<ProfileRow[]>`
    WITH swept AS (
      SELECT node_id, at, interval_ms, ${SINCE} AS since, proxy_ids, group_ids, cell_commands, cell_profile
      FROM node_sweep
      WHERE node_id = ANY(${[...range.nodeIds]}::int[])
        AND at >= ${range.from}::timestamptz AND at < ${range.to}::timestamptz
      WINDOW by_node AS (PARTITION BY node_id ORDER BY at)
    ), spanned AS (
      SELECT *, ${STEADY_SPAN_MS} AS span_ms FROM swept
    )
    SELECT node_id AS "nodeId", at, span_ms AS "spanMs", proxy_ids AS "proxyIds", group_ids AS "groupIds",
      to_jsonb(cell_commands) AS commands, cell_profile AS profile
    FROM spanned WHERE span_ms IS NOT NULL
    ORDER BY at DESC LIMIT ${range.limit}`;
}
