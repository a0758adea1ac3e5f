import type { Store } from "../client";
import { type BucketRange, type GapRow, MAX_GAPS } from "./bucket-rows";
import { SINCE, STEADY_SPAN_MS } from "./sweep-span";

/** Gaps that ended with a sweep in the range, with what opened and closed inside each; the newest MAX_GAPS. */
export async function readGapsOfSweeps(store: Store, range: BucketRange): Promise<GapRow[]> {
  return store.prisma.$queryRaw<GapRow[]>`
    WITH swept AS (
      SELECT node_id, at, interval_ms, cell_opened, cell_closed,
        coalesce(${SINCE}, lag(at) OVER by_node) AS since
      FROM node_sweep
      WHERE node_id = ANY(${[...range.nodeIds]}::int[])
        AND at >= ${new Date(range.fromMs)}::timestamptz AND at < ${new Date(range.toMs)}::timestamptz
      WINDOW by_node AS (PARTITION BY node_id ORDER BY at)
    ), spanned AS (
      SELECT *, ${STEADY_SPAN_MS} AS span_ms FROM swept
    )
    SELECT node_id AS "nodeId", since AS "fromAt", at AS "toAt",
      coalesce((SELECT sum(o) FROM unnest(cell_opened) o), 0)::int AS opened,
      coalesce((SELECT sum(o) FROM unnest(cell_closed) o), 0)::int AS closed
    FROM spanned
    WHERE since IS NOT NULL AND span_ms IS NULL
    ORDER BY at DESC LIMIT ${MAX_GAPS}`;
}
