import type { DiscoveryRow } from "@/lib/contract/aws";
import {
  type ClusterRow,
  type ClustersAnswer,
  type ClustersParams,
  clustersParams,
} from "@/lib/contract/clusters";
import type { Reply } from "@/lib/contract/problem";
import { compareStates } from "@/lib/domain/findings/state";
import { countSeen, type Line, sumConnections } from "@/lib/domain/series/combine";
import { placeNode } from "@/lib/domain/series/placement";
import type { NodeTrack } from "@/lib/domain/series/track";
import { readKeptSince } from "@/lib/store/reads/read-kept-since";
import type { DiscoveryStatus } from "@/lib/store/rows";
import type { ClusterAws } from "./aws-now";
import { answered, type Given, type ReportContext, refused } from "./context";
import { fleetFileOf } from "./fleet-file";
import { sumKnown } from "./fleet-now";
import { billOf } from "./metrics/cloudwatch-now";
import { type Fleet, type FleetCluster, readFleet } from "./read-fleet";
import { planSeries } from "./resolution";
import { roundCount, roundRatio } from "./round";
import { readTrends, type Trends } from "./trends";
import { resolveWindow, type Span, windowOf } from "./window";

/** Points of a sparkline: one a minute in the last hour, which is what the trend is judged on, too. */
const TREND_POINTS = 60;
const HOUR_MS = 3_600_000;

/** The fleet, worst first. */
export async function reportClusters(
  context: ReportContext,
  params: Given<ClustersParams> = {},
): Promise<Reply<ClustersAnswer>> {
  const window = resolveWindow(clustersParams.parse(params), context.now);
  if (window === null) return refused("from", "must not be in the future");
  const fleet = await readFleet(context);
  const tracks = await readTrendTracks(context, fleet, window);
  const rows = fleet.clusters.map((cluster) => rowOf(cluster, trendOf(cluster, tracks, context.now)));
  rows.sort((left, right) => compareStates(left.state, right.state) || left.name.localeCompare(right.name));
  return answered({
    now: context.now.toISOString(),
    window: windowOf(window),
    fleetFile: fleetFileOf(fleet.collector),
    discovery: (fleet.collector?.discovery ?? []).map(discoveryRowOf),
    totals: {
      connections: sumKnown(rows.map((row) => row.connections)) ?? 0,
      openedPerSec: roundRatio(sumKnown(rows.map((row) => row.openedPerSec))),
      dearestNode: dearestOf(fleet.clusters),
      cloudwatch:
        fleet.services.cloudwatch === null ? null : billOf(fleet.services.cloudwatch, context.now.getTime()),
    },
    clusters: rows,
  });
}

/** The last hour was read already, for judging; any other window is read once more. */
async function readTrendTracks(context: ReportContext, fleet: Fleet, window: Span): Promise<Trends> {
  const isLastHour = window.toMs === context.now.getTime() && window.toMs - window.fromMs === HOUR_MS;
  if (isLastHour) return fleet.lastHour;
  const nodeIds = fleet.clusters.flatMap(({ nodes }) => nodes.map((node) => node.now.nodeId));
  const size = { points: TREND_POINTS, nodes: nodeIds.length, cellsPerNode: 1 };
  const plan = planSeries(window, size, await readKeptSince(context.store));
  return readTrends(context.store, nodeIds, plan);
}

function trendOf({ nodes }: FleetCluster, { grid, lead, byNode }: Trends, now: Date): Line {
  const tracks = nodes
    .map((node) => byNode.get(node.now.nodeId))
    .filter((track): track is NodeTrack => !!track);
  const contributions = tracks.map((track) => ({
    ...track,
    placement: placeNode(track, grid, now.getTime()),
  }));
  const seen = countSeen(
    contributions.map((one) => one.placement),
    grid.count,
  );
  const line = sumConnections(contributions, seen).slice(lead, grid.count - lead);
  return line.map(roundCount);
}

function rowOf({ record, nodes, now, skew, service }: FleetCluster, trend: Line): ClusterRow {
  return {
    id: record.key,
    name: record.name,
    kind: record.kind,
    state: now.judgement.state,
    reason: now.judgement.sentence,
    connections: now.connections,
    maxclients: now.maxclients,
    headroom: now.headroom,
    openedPerSec: now.openedPerSec,
    nodes: nodes.length,
    nodesAnswering: now.nodesAnswering,
    proxies: now.perProxy.length,
    perProxy: [...now.perProxy],
    skew: skew.skew,
    verdict: skew.verdict,
    service: serviceOf(service),
    trend,
    ageMs: now.ageMs,
  };
}

function serviceOf({ facts }: ClusterAws): ClusterRow["service"] {
  if (facts === null) return null;
  const { region, nodeType, engineVersion, status } = facts.topology;
  return { region, nodeType, engineVersion, status };
}

/** failing while it has an error, whatever it found before. */
function discoveryRowOf({ lastSuccessAt, error, ...told }: DiscoveryStatus): DiscoveryRow {
  const state = error !== null ? "failing" : lastSuccessAt === null ? "never" : "ok";
  return { ...told, state, error, lastSuccessAt };
}

function dearestOf(clusters: readonly FleetCluster[]): ClustersAnswer["totals"]["dearestNode"] {
  const costs = clusters.flatMap(({ record, nodes }) =>
    nodes.flatMap(({ now }) => {
      const costRatio = roundRatio(now.costRatio);
      return costRatio === null ? [] : [{ cluster: record.key, node: now.address, costRatio }];
    }),
  );
  return costs.sort((left, right) => right.costRatio - left.costRatio)[0] ?? null;
}
