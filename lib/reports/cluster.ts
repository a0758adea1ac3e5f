import type { ClusterAnswer, GroupRow, ProxyRow } from "@/lib/contract/cluster";
import type { Reply } from "@/lib/contract/problem";
import { compareStates } from "@/lib/domain/findings/state";
import { type CellNow, readCellsNow } from "@/lib/store/reads/read-cells-now";
import { type GroupRecord, readGroups } from "@/lib/store/reads/read-groups";
import { readObservations } from "@/lib/store/reads/read-observations";
import { type ProxyAt, readProxiesAt } from "@/lib/store/reads/read-proxies-at";
import { readRoleChanges } from "@/lib/store/reads/read-role-changes";
import { frontStateOf } from "./comparison/front";
import { answered, type ReportContext, unknownCluster } from "./context";
import type { KnownNode } from "./fleet-now";
import { factsRowOf, serviceOf } from "./metrics/elasticache";
import { matchNodes } from "./metrics/match-nodes";
import { signalRowOf } from "./metrics/signal-row";
import { nodeRowOf } from "./node-row";
import { observationRowOf } from "./observation-row";
import { type Fleet, type FleetCluster, readFleet } from "./read-fleet";
import { roundRatio } from "./round";

const OBSERVATIONS_SHOWN = 50;
const OBSERVED_MS = 7 * 24 * 3_600_000;

/** One cluster now, node by node, worst node first. */
export async function reportCluster(context: ReportContext, id: string): Promise<Reply<ClusterAnswer>> {
  const { store, now } = context;
  const fleet = await readFleet(context, id);
  const cluster = fleet.clusters[0];
  if (cluster === undefined) return unknownCluster(id);
  const { clusterId } = cluster.record;
  const fresh = cluster.nodes.filter((node) => node.fresh);
  const cells = await readCellsNow(
    store,
    fresh.map((node) => node.now.nodeId),
  );
  const groups = await readGroups(store, clusterId);
  const roles = await readRoleChanges(store, clusterId);
  const fronts = await readProxiesAt(store, proxyIdsOf(cluster, fleet), now);
  const from = new Date(now.getTime() - OBSERVED_MS);
  const observations = await readObservations(store, { clusterId, from, to: now, limit: OBSERVATIONS_SHOWN });
  const { facts, signals, calls } = cluster.service;
  const nodes = cluster.nodes.map((node) => nodeRowOf(node, roles, now.getTime()));
  const matched = matchNodes(facts?.topology ?? null, nodes);
  nodes.sort(
    (left, right) => compareStates(left.state, right.state) || left.address.localeCompare(right.address),
  );
  return answered({
    now: now.toISOString(),
    id: cluster.record.key,
    name: cluster.record.name,
    kind: cluster.record.kind,
    state: cluster.now.judgement.state,
    reason: cluster.now.judgement.sentence,
    connections: cluster.now.connections,
    headroom: cluster.now.headroom,
    openedPerSec: cluster.now.openedPerSec,
    closedPerSec: cluster.now.closedPerSec,
    unattributedPerSec: cluster.now.unattributedPerSec,
    ageMs: cluster.now.ageMs,
    nodes: nodes.map((node) => ({ ...node, service: serviceOf(matched.get(node.address)) })),
    proxies: proxyRows(cluster, fleet, fresh, cells, fronts, now.getTime()),
    direct: cluster.now.direct,
    groups: groupRows(groups, fresh, cells),
    observations: observations.map(observationRowOf),
    elasticache: facts === null ? null : factsRowOf(facts, now.getTime()),
    signals: signals.map(signalRowOf),
    calls: [...calls],
  });
}

/** Of the proxies that are declared. */
function proxyIdsOf({ record }: FleetCluster, { proxyNames }: Fleet): number[] {
  const declared = new Set(record.proxies.map((proxy) => proxy.name));
  return [...proxyNames].flatMap(([proxyId, name]) => (declared.has(name) ? [proxyId] : []));
}

function proxyRows(
  { record, now }: FleetCluster,
  { proxyNames }: Fleet,
  fresh: readonly KnownNode[],
  cells: readonly CellNow[],
  fronts: readonly ProxyAt[],
  nowMs: number,
): ProxyRow[] {
  return now.perProxy.map(({ name, connections }) => {
    const own = cells.filter((cell) => proxyNames.get(cell.proxyId) === name);
    const declared = record.proxies.find((proxy) => proxy.name === name);
    const front = fronts.find((row) => proxyNames.get(row.proxyId) === name);
    const total = now.connections ?? 0;
    return {
      name,
      addresses: [...(declared?.addresses ?? [])],
      kind: declared?.kind ?? "tcp",
      zone: declared?.zone ?? null,
      front: frontStateOf(declared?.statistics ?? null, front, nowMs),
      connections,
      share: connections === null || total === 0 ? null : roundRatio(connections / total),
      openedPerSec: rateOf(own, fresh, (cell) => cell.opened),
      closedPerSec: rateOf(own, fresh, (cell) => cell.closed),
    };
  });
}

/** Groups that are there or were a minute ago, largest first. */
function groupRows(
  groups: readonly GroupRecord[],
  fresh: readonly KnownNode[],
  cells: readonly CellNow[],
): GroupRow[] {
  return groups
    .flatMap(({ groupId, name, origin }): GroupRow[] => {
      const own = cells.filter((cell) => cell.groupId === groupId);
      if (own.length === 0) return [];
      return [
        {
          name,
          origin,
          connections: own.reduce((sum, cell) => sum + cell.connections, 0),
          openedPerSec: rateOf(own, fresh, (cell) => cell.opened),
          closedPerSec: rateOf(own, fresh, (cell) => cell.closed),
        },
      ];
    })
    .sort((left, right) => right.connections - left.connections || left.name.localeCompare(right.name));
}

/** Each node's events over the time that its sweeps cover; null while one of the nodes cannot tell. */
function rateOf(
  cells: readonly CellNow[],
  fresh: readonly KnownNode[],
  pick: (cell: CellNow) => number,
): number | null {
  let perSec = 0;
  let counted = 0;
  for (const { now } of fresh) {
    if (now.sweptAt === null) continue;
    if (now.coveredMs === null || now.coveredMs <= 0) return null;
    const events = cells.reduce((sum, cell) => sum + (cell.nodeId === now.nodeId ? pick(cell) : 0), 0);
    perSec += (events / now.coveredMs) * 1000;
    counted += 1;
  }
  return counted === 0 ? null : roundRatio(perSec);
}
