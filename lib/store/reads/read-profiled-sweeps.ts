import { decodeProfiles } from "@/lib/domain/connections/cell-profile-codec";
import type { ConnectionCell } from "@/lib/domain/connections/model";
import { staleAfterMs } from "@/lib/domain/findings/state";
import type { Store } from "../client";

/** One stored sweep with its cells; proxies and groups by id. */
export interface ProfiledSweep {
  readonly runId: string;
  readonly atMs: number;
  readonly previousAtMs: number | null;
  readonly isGap: boolean;
  readonly unattributed: number | null;
  readonly cells: readonly ProfiledCell[];
}

export interface ProfiledCell extends Omit<ConnectionCell, "proxy" | "group"> {
  /** 0: through no known proxy. */
  readonly proxyId: number;
  readonly groupId: number;
}

/** Of sweeps that do not tell their own. */
const DEFAULT_INTERVAL_MS = 10_000;

interface SweepRow {
  readonly runId: string;
  readonly at: Date;
  readonly previousAt: Date | null;
  readonly intervalMs: number | null;
  readonly unattributed: number | null;
  readonly proxyIds: number[];
  readonly groupIds: number[];
  readonly connections: number[];
  readonly opened: number[];
  readonly closed: number[];
  readonly commands: (number | null)[] | null;
  readonly profile: Uint8Array | null;
}

/** The newest `limit` sweeps of a node in [from, to), in order of time. */
export async function readProfiledSweeps(
  store: Store,
  nodeId: number,
  range: { readonly from: Date; readonly to: Date; readonly limit: number },
): Promise<ProfiledSweep[]> {
  const rows = await store.prisma.$queryRaw<SweepRow[]>`
    SELECT run_id AS "runId", at, previous_at AS "previousAt", interval_ms AS "intervalMs", unattributed,
      proxy_ids AS "proxyIds", group_ids AS "groupIds", cell_connections AS connections, cell_opened AS opened,
      cell_closed AS closed, cell_commands::float8[] AS commands, cell_profile AS profile
    FROM node_sweep
    WHERE node_id = ${nodeId} AND at >= ${range.from}::timestamptz AND at < ${range.to}::timestamptz
    ORDER BY at DESC LIMIT ${range.limit}`;
  return rows.map(sweepOf).reverse();
}

function sweepOf(row: SweepRow): ProfiledSweep {
  const atMs = row.at.getTime();
  const previousAtMs = row.previousAt?.getTime() ?? null;
  const staleMs = staleAfterMs(row.intervalMs ?? DEFAULT_INTERVAL_MS);
  return {
    runId: row.runId,
    atMs,
    previousAtMs,
    isGap: previousAtMs !== null && atMs - previousAtMs > staleMs,
    unattributed: row.unattributed,
    cells: cellsOf(row),
  };
}

/** Profiles that cannot be read are left out, and the counts stay. */
function cellsOf(row: SweepRow): ProfiledCell[] {
  const decoded = row.profile === null ? null : decodeProfiles(row.profile, row.proxyIds.length);
  const profiles = decoded?.state === "ok" ? decoded.profiles : [];
  return row.proxyIds.map((proxyId, index) => {
    const profile = profiles[index] ?? null;
    return {
      proxyId,
      groupId: row.groupIds[index] ?? 0,
      connections: row.connections[index] ?? 0,
      opened: row.opened[index] ?? 0,
      closed: row.closed[index] ?? 0,
      commands: row.commands?.[index] ?? null,
      ...(profile !== null && { profile }),
    };
  });
}
