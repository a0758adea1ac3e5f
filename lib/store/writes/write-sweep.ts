import { encodeProfiles } from "@/lib/domain/connections/cell-profile-codec";
import type { ConnectionCell } from "@/lib/domain/connections/model";
import type { Store } from "../client";
import { withPartitions } from "../partitions";
import type { SweepRow } from "../rows";
import { internGroups } from "./intern-groups";
import { internProxies } from "./intern-proxies";

/**
 * Writes one sweep, and its keyframe when it has one, in one statement: one transaction, one round trip.
 * Writing the same sweep again changes nothing. Resolves to false when it was there already.
 */
export async function writeSweep(store: Store, row: SweepRow): Promise<boolean> {
  const { result } = row;
  const cells = await internCells(store, row);
  const at = new Date(result.atMs);
  const previousAt = result.previousAtMs === null ? null : new Date(result.previousAtMs);
  const connections = result.cells.reduce((sum, cell) => sum + cell.connections, 0);
  const written = await withPartitions(store, ["node_sweep", "node_keyframe"], [at], () => {
    return store.prisma.$queryRaw<{ sweeps: number }[]>`
      WITH sweep AS (
        INSERT INTO node_sweep (node_id, run_id, at, previous_at, highest_id, received, unattributed, connections,
          proxy_ids, group_ids, cell_connections, cell_opened, cell_closed, cell_commands, idle_histogram,
          delta, elapsed_ms, cost_usec, mode, interval_ms, cell_profile)
        VALUES (${row.nodeId}, ${result.runId}, ${at}::timestamptz, ${previousAt}::timestamptz,
          ${result.highestId}::bigint, ${row.received}::bigint, ${result.unattributed}::int, ${connections},
          ${cells.proxyIds}::int[], ${cells.groupIds}::int[], ${cells.connections}::int[], ${cells.opened}::int[],
          ${cells.closed}::int[], ${cells.commands}::bigint[], ${[...result.idleHistogram]}::int[],
          ${row.deltaBytes}::bytea, ${row.elapsedMs}::real, ${whole(row.costUsec)}::bigint, ${row.mode},
          ${whole(row.intervalMs ?? null)}::int, ${profileBytes(result)}::bytea)
        ON CONFLICT (node_id, at, run_id) DO NOTHING
        RETURNING at
      ), keyframe AS (
        INSERT INTO node_keyframe (node_id, run_id, at, connections, body)
        SELECT ${row.nodeId}, ${result.runId}, ${at}::timestamptz, ${connections}, given.body
        FROM (SELECT ${row.keyframe}::bytea AS body) AS given WHERE given.body IS NOT NULL
        ON CONFLICT (node_id, at, run_id) DO NOTHING
      )
      SELECT count(*)::int AS sweeps FROM sweep`;
  });
  return written[0]?.sweeps === 1;
}

interface CellColumns {
  readonly proxyIds: number[];
  readonly groupIds: number[];
  readonly connections: number[];
  readonly opened: number[];
  readonly closed: number[];
  /** Null: the server counts commands for no client. */
  readonly commands: (number | null)[] | null;
}

async function internCells(store: Store, row: SweepRow): Promise<CellColumns> {
  const { cells } = row.result;
  const proxyNames = [...new Set(cells.flatMap((cell) => (cell.proxy === null ? [] : [cell.proxy])))];
  const groups = [...new Set(cells.map((cell) => cell.group))].map((name) => ({
    name,
    origin: row.groupOrigins[name] ?? ("derived" as const),
  }));
  const proxies = await internProxies(store, row.clusterId, proxyNames);
  const groupIds = await internGroups(store, row.clusterId, groups);
  const counted = cells.some((cell) => cell.commands !== null);
  return {
    proxyIds: cells.map((cell) => proxyIdOf(cell, proxies)),
    groupIds: cells.map((cell) => idOf(cell.group, groupIds)),
    connections: cells.map((cell) => cell.connections),
    opened: cells.map((cell) => cell.opened),
    closed: cells.map((cell) => cell.closed),
    commands: counted ? cells.map((cell) => cell.commands) : null,
  };
}

/** Null: no cell has a profile. */
function profileBytes({ cells, atMs, previousAtMs }: SweepRow["result"]): Uint8Array | null {
  if (cells.every((cell) => cell.profile === undefined)) return null;
  return encodeProfiles(cells, previousAtMs === null ? null : atMs - previousAtMs);
}

function whole(value: number | null): number | null {
  return value === null || !Number.isFinite(value) ? null : Math.round(value);
}

/** 0: through no declared proxy. */
function proxyIdOf(cell: ConnectionCell, ids: ReadonlyMap<string, number>): number {
  return cell.proxy === null ? 0 : idOf(cell.proxy, ids);
}

function idOf(name: string, ids: ReadonlyMap<string, number>): number {
  const id = ids.get(name);
  if (id === undefined) throw new Error(`"${name}" has no id after it was written`);
  return id;
}
