import type { Store } from "../client";
import { type BucketRange, type GapRow, MAX_GAPS, type RollupResolution } from "./bucket-rows";

/**
 * Stretches without minutes or hours of a node, and single ones inside which something opened or closed unseen;
 * known to one minute or hour. A gap begins with the last sweep before it, which lies one interval before the end of its
 * minute or hour. The newest MAX_GAPS.
 */
export async function readGapsOfRollups(
  store: Store,
  range: BucketRange,
  resolution: RollupResolution,
): Promise<GapRow[]> {
  return store.prisma.$queryRaw<GapRow[]>`
    WITH rolled AS (
      SELECT node_id, at, gap_opened, gap_closed, ('1 ' || ${resolution}::text)::interval AS length,
        lag(at) OVER (PARTITION BY node_id ORDER BY at) AS previous_at,
        least(coalesce(interval_ms, 10000), 60000) * interval '1 millisecond' AS step,
        greatest(3 * coalesce(interval_ms, 10000), 30000) * interval '1 millisecond' AS tolerance
      FROM node_rollup
      WHERE resolution = ${resolution} AND node_id = ANY(${[...range.nodeIds]}::int[])
        AND at >= ${new Date(range.fromMs)}::timestamptz AND at < ${new Date(range.toMs)}::timestamptz
    ), judged AS (
      SELECT *, coalesce(at - previous_at > length + tolerance, false) AS is_long FROM rolled
    )
    SELECT node_id AS "nodeId",
      CASE WHEN is_long THEN previous_at + length - step ELSE at END AS "fromAt",
      CASE WHEN is_long THEN at ELSE at + length END AS "toAt",
      gap_opened AS opened, gap_closed AS closed
    FROM judged
    WHERE is_long OR gap_opened > 0 OR gap_closed > 0
    ORDER BY at DESC LIMIT ${MAX_GAPS}`;
}
