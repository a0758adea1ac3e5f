import type { Store } from "../client";

/** Cells, (proxy, group) pairs, of the newest sweep before `to` of each node, all together. */
export async function readCellCount(store: Store, nodeIds: readonly number[], to: Date): Promise<number> {
  const rows = await store.prisma.$queryRaw<{ cells: number }[]>`
    SELECT coalesce(sum(newest.cells), 0)::int AS cells
    FROM unnest(${[...nodeIds]}::int[]) AS n (node_id)
    CROSS JOIN LATERAL (
      SELECT cardinality(s.proxy_ids) AS cells FROM node_sweep s
      WHERE s.node_id = n.node_id AND s.at < ${to}::timestamptz ORDER BY s.at DESC LIMIT 1
    ) newest`;
  return rows[0]?.cells ?? 0;
}
