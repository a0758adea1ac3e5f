import type { Connection } from "@/lib/domain/connections/model";
import type { Store } from "@/lib/store/client";

/**
 * The rival: a row per client per poll, as narrow as one that answers the same questions can be. Name, user and
 * library are interned to one id; each row tells who was connected from where, since when.
 */
export async function createRowPerClient(store: Store): Promise<void> {
  await store.prisma.$executeRaw`
    CREATE TABLE client_poll (
      at timestamptz(3) NOT NULL, node_id integer NOT NULL, client_id bigint NOT NULL, addr text NOT NULL,
      identity_id integer NOT NULL, proxy_id integer NOT NULL, group_id integer NOT NULL,
      opened_at timestamptz(3) NOT NULL, idle_sec integer NOT NULL,
      PRIMARY KEY (node_id, at, client_id))`;
}

export async function writeRowPerClient(
  store: Store,
  at: Date,
  connections: readonly Connection[],
): Promise<void> {
  const ids = connections.map((connection) => connection.id);
  const addrs = connections.map((connection) => connection.addr);
  const openedAt = connections.map((connection) => new Date(connection.openedAtMs).toISOString());
  await store.prisma.$executeRaw`
    INSERT INTO client_poll
    SELECT ${at}::timestamptz, 1, client_id, addr, client_id % 500, client_id % 16, client_id % 2, opened_at::timestamptz, 1
    FROM unnest(${ids}::bigint[], ${addrs}::text[], ${openedAt}::text[]) AS given (client_id, addr, opened_at)`;
}

/** Bytes on disk of a table and all its partitions: heap, indexes, TOAST. */
export async function bytesOf(store: Store, tables: readonly string[]): Promise<number> {
  const rows = await store.prisma.$queryRaw<{ bytes: number }[]>`
    WITH parts AS (
      SELECT name::regclass AS part FROM unnest(${[...tables]}::text[]) AS given (name)
      UNION
      SELECT relid FROM unnest(${[...tables]}::text[]) AS given (name)
      CROSS JOIN LATERAL pg_partition_tree(given.name::regclass)
    )
    SELECT sum(pg_total_relation_size(part))::float8 AS bytes FROM parts`;
  return rows[0]?.bytes ?? 0;
}

/** Transactions that wrote anything, ever. */
export async function countWritingTransactions(store: Store): Promise<number> {
  const rows = await store.prisma.$queryRaw<{ count: number }[]>`
    SELECT pg_snapshot_xmax(pg_current_snapshot())::text::float8 AS count`;
  return rows[0]?.count ?? 0;
}
