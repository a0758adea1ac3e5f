import {
  type ClientConnection,
  type ClientsAnswer,
  type ClientsParams,
  clientsParams,
} from "@/lib/contract/clients";
import type { Reply } from "@/lib/contract/problem";
import { staleAfterMs } from "@/lib/domain/findings/state";
import type { Store } from "@/lib/store/client";
import { readClusters } from "@/lib/store/reads/read-clusters";
import { readGroups } from "@/lib/store/reads/read-groups";
import { type LastSweep, readLastSweeps } from "@/lib/store/reads/read-last-sweeps";
import { readWatchedNodes } from "@/lib/store/reads/read-watched-nodes";
import { type ClientCursor, readCursor, writeCursor } from "./client-cursor";
import { type NodeConnection, passesAround, sortConnections } from "./client-filter";
import { summariseGroups } from "./client-groups";
import { readConnectionSet } from "./connection-sets";
import { answered, type Given, type ReportContext, refused, unknownCluster } from "./context";
import { inIso } from "./window";

type NodeOfAnswer = ClientsAnswer["nodes"][number];

const DEFAULT_INTERVAL_MS = 10_000;

/**
 * Who is connected, or was at a moment: the exact set of each node's last sweep up to it. A node whose last sweep is too
 * old to stand for the moment is named with the reason, and its connections are left out.
 */
export async function reportClients(
  { store, now }: ReportContext,
  id: string,
  params: Given<ClientsParams> = {},
): Promise<Reply<ClientsAnswer>> {
  const { at: asked, cursor: cursorText, sort, limit, ...filter } = clientsParams.parse(params);
  const cursor: ClientCursor | null = cursorText === undefined ? null : readCursor(cursorText);
  if (cursorText !== undefined && cursor === null) return refused("cursor", "is not one that an answer gave");
  const askedMs = asked === undefined ? null : Date.parse(asked);
  if (cursor !== null && askedMs !== null && cursor.atMs !== askedMs) {
    return refused("cursor", "belongs to another moment than at");
  }
  const atMs = cursor?.atMs ?? askedMs ?? now.getTime();
  if (atMs > now.getTime()) return refused(cursor === null ? "at" : "cursor", "must not be in the future");

  const [cluster] = await readClusters(store, id);
  if (cluster === undefined) return unknownCluster(id);
  const { nodes, connections } = await readMoment(store, cluster.clusterId, atMs);
  const groups = await readGroups(store, cluster.clusterId);
  const around = connections.filter((one) => passesAround(one, filter));
  const { group } = filter;
  const matching =
    group === undefined ? around : around.filter(({ connection }) => connection.group === group);
  const offset = cursor?.offset ?? 0;
  const page = sortConnections([...matching], sort).slice(offset, offset + limit);
  const end = offset + page.length;
  const origins = new Map(groups.map(({ name, origin }) => [name, origin]));
  return answered({
    now: now.toISOString(),
    at: inIso(atMs),
    live: askedMs === null && cursor === null,
    total: connections.length,
    matching: matching.length,
    nodes,
    groups: summariseGroups(around, origins, connections.length),
    connections: page.map(connectionOf),
    nextCursor: end < matching.length ? writeCursor({ atMs, offset: end }) : null,
  });
}

interface Moment {
  readonly nodes: NodeOfAnswer[];
  readonly connections: NodeConnection[];
}

async function readMoment(store: Store, clusterId: number, atMs: number): Promise<Moment> {
  const at = new Date(atMs);
  const records = await readWatchedNodes(store, [clusterId], { from: at, to: new Date(atMs + 1) });
  const sweeps = await readLastSweeps(
    store,
    records.map((record) => record.nodeId),
    at,
  );
  const moment: Moment = { nodes: [], connections: [] };
  for (const { nodeId, address: node } of records) {
    const sweep = sweeps.find((candidate) => candidate.nodeId === nodeId);
    const reason = sweep === undefined ? "no sweep of that time is kept" : whyNotCounted(sweep, atMs);
    const sweptAt = sweep?.at.toISOString() ?? null;
    const set = sweep === undefined || reason !== null ? null : await readConnectionSet(store, sweep);
    if (set === null) {
      moment.nodes.push({
        node,
        sweptAt,
        connections: null,
        reason: reason ?? "its sweeps cannot be replayed",
      });
      continue;
    }
    moment.nodes.push({ node, sweptAt, connections: set.length, reason: null });
    for (const connection of set) moment.connections.push({ node, connection });
  }
  return moment;
}

/** Null: the sweep stands for the moment. */
function whyNotCounted(sweep: LastSweep, atMs: number): string | null {
  const ageMs = atMs - sweep.at.getTime();
  if (ageMs <= staleAfterMs(sweep.intervalMs ?? DEFAULT_INTERVAL_MS)) return null;
  return `not counted since ${sweep.at.toISOString().slice(11, 19)}: ask for that moment to see who was connected then`;
}

function connectionOf({ node, connection }: NodeConnection): ClientConnection {
  const { id, addr, proxy, group, name, user, libName, libVer, openedAtMs } = connection;
  return { node, id, addr, proxy, group, name, user, libName, libVer, openedAt: inIso(openedAtMs) };
}
