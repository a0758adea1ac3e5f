import type { SkewProxyReport, SkewSweep } from "@/lib/domain/skew/model";
import type { Store } from "../client";
import { readCellCount } from "./read-cell-count";
import { type ProfiledSweep, readProfiledSweeps } from "./read-profiled-sweeps";
import { readProxySteps } from "./read-proxy-steps";

export interface SkewHistory {
  /** In order of time. */
  readonly sweeps: readonly SkewSweep[];
  /** In order of time. */
  readonly reports: readonly SkewProxyReport[];
}

/**
 * An hour of 400 cells each ten seconds, about 130 MB while it is looked at; of a larger cluster less of the past is
 * read, though never less than MIN_SWEEPS a node.
 */
const MAX_CELLS = 150_000;
const MIN_SWEEPS = 12;
/** An hour of 100 proxies each ten seconds. */
const MAX_REPORTS = 36_000;

/**
 * What was stored of one cluster since a moment: what a skew watch is fed before live sweeps, and what a report of a
 * window looks at (`toMs`, exclusive; default: to the end). One node at a time, so that no statement takes long.
 */
export async function readSkewHistory(
  store: Store,
  clusterKey: string,
  sinceMs: number,
  toMs = Number.POSITIVE_INFINITY,
): Promise<SkewHistory> {
  const cluster = await store.prisma.cluster.findUnique({
    where: { key: clusterKey },
    select: {
      id: true,
      nodes: { select: { id: true, address: true } },
      proxyRows: { select: { id: true, name: true } },
      clientGroups: { select: { id: true, name: true } },
    },
  });
  if (cluster === null) return { sweeps: [], reports: [] };
  const names = {
    proxies: new Map(cluster.proxyRows.map(({ id, name }) => [id, name])),
    groups: new Map(cluster.clientGroups.map(({ id, name }) => [id, name])),
  };
  const range = { from: new Date(sinceMs), to: new Date(Math.min(toMs, LAST_MS)) };
  const nodeIds = cluster.nodes.map(({ id }) => id);
  const cells = await readCellCount(store, nodeIds, range.to);
  const limit = Math.max(MIN_SWEEPS, Math.floor(MAX_CELLS / Math.max(1, cells)));
  const sweeps: SkewSweep[] = [];
  for (const { id, address } of cluster.nodes) {
    const ofNode = await readProfiledSweeps(store, id, { ...range, limit });
    for (const sweep of ofNode) sweeps.push(named(sweep, address, names));
  }
  sweeps.sort((a, b) => a.atMs - b.atMs);
  const reports = await readProxySteps(store, cluster.id, { ...range, limit: MAX_REPORTS });
  return { sweeps, reports };
}

/** The year 9999: beyond every sweep. */
const LAST_MS = 253_402_300_799_000;

interface Names {
  readonly proxies: ReadonlyMap<number, string>;
  readonly groups: ReadonlyMap<number, string>;
}

function named({ cells, ...sweep }: ProfiledSweep, node: string, names: Names): SkewSweep {
  return {
    ...sweep,
    node,
    cells: cells.map(({ proxyId, groupId, ...counts }) => ({
      ...counts,
      proxy: names.proxies.get(proxyId) ?? null,
      group: names.groups.get(groupId) ?? "",
    })),
  };
}
