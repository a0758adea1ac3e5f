import type { Store } from "../client";
import { SINCE, STEADY_SPAN_MS } from "./sweep-span";

/** Connections of one (proxy, group) pair at a node's newest sweep, and what it opened in the last minute. */
export interface CellNow {
  readonly nodeId: number;
  /** 0: through no declared proxy. */
  readonly proxyId: number;
  readonly groupId: number;
  readonly connections: number;
  /** Over the sweeps that NodeNow.coveredMs covers. */
  readonly opened: number;
  readonly closed: number;
}

export async function readCellsNow(store: Store, nodeIds: readonly number[]): Promise<CellNow[]> {
  return store.prisma.$queryRaw<CellNow[]>`
    SELECT n.node_id AS "nodeId", cell.proxy_id AS "proxyId", cell.group_id AS "groupId",
      coalesce(sum(cell.connections) FILTER (WHERE at = newest_at), 0)::int AS connections,
      coalesce(sum(cell.opened) FILTER (WHERE span_ms IS NOT NULL), 0)::int AS opened,
      coalesce(sum(cell.closed) FILTER (WHERE span_ms IS NOT NULL), 0)::int AS closed
    FROM unnest(${[...nodeIds]}::int[]) AS n (node_id)
    CROSS JOIN LATERAL (
      SELECT *, ${STEADY_SPAN_MS} AS span_ms, max(at) OVER () AS newest_at
      FROM (
        SELECT at, interval_ms, ${SINCE} AS since,
          proxy_ids, group_ids, cell_connections, cell_opened, cell_closed
        FROM (SELECT * FROM node_sweep s WHERE s.node_id = n.node_id ORDER BY s.at DESC LIMIT 8) newest_sweeps
        WINDOW by_node AS (ORDER BY at)
      ) since_known
    ) sweep
    CROSS JOIN LATERAL unnest(proxy_ids, group_ids, cell_connections, cell_opened, cell_closed)
      AS cell (proxy_id, group_id, connections, opened, closed)
    WHERE at > newest_at - interval '60 seconds'
    GROUP BY n.node_id, cell.proxy_id, cell.group_id`;
}
