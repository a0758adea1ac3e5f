import type { Store } from "../client";
import type { RollupResolution } from "./bucket-rows";

/** Up to which moment the nodes' sweeps are summed in minutes or hours; null: not at all. */
export async function readRolledUpTo(
  store: Store,
  nodeIds: readonly number[],
  resolution: RollupResolution,
): Promise<Date | null> {
  const rows = await store.prisma.$queryRaw<{ upTo: Date | null }[]>`
    SELECT max(newest.at) + ('1 ' || ${resolution}::text)::interval AS "upTo"
    FROM unnest(${[...nodeIds]}::int[]) AS n (node_id)
    CROSS JOIN LATERAL (
      SELECT at FROM node_rollup r
      WHERE r.resolution = ${resolution} AND r.node_id = n.node_id ORDER BY at DESC LIMIT 1
    ) newest`;
  return rows[0]?.upTo ?? null;
}
