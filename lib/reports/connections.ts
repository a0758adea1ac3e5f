import {
  type ConnectionsAnswer,
  type ConnectionsParams,
  connectionsParams,
} from "@/lib/contract/connections";
import { MAX_OBSERVATIONS } from "@/lib/contract/observation";
import type { Reply } from "@/lib/contract/problem";
import { countSeen, sumConnections, sumRates } from "@/lib/domain/series/combine";
import { listGaps } from "@/lib/domain/series/gaps";
import { bucketStart } from "@/lib/domain/series/grid";
import { placeNode } from "@/lib/domain/series/placement";
import { readClusters } from "@/lib/store/reads/read-clusters";
import { readGroups } from "@/lib/store/reads/read-groups";
import { readKeptSince } from "@/lib/store/reads/read-kept-since";
import { readObservations } from "@/lib/store/reads/read-observations";
import { readProxies } from "@/lib/store/reads/read-proxies";
import { readWatchedNodes } from "@/lib/store/reads/read-watched-nodes";
import { answered, type Given, type ReportContext, refused, unknownCluster } from "./context";
import { explainGap, GAP_KINDS } from "./gap-reasons";
import { observationRowOf } from "./observation-row";
import { planSeries } from "./resolution";
import { roundCount, roundRatio } from "./round";
import { drawSubject, type PlacedNode, rankSeries, wholeNode } from "./series";
import { subjectsOf } from "./subjects";
import { readTracks } from "./tracks";
import { inIso, resolveWindow, windowOf } from "./window";

/** (proxy, group) pairs of a node: an estimate for choosing a resolution, capped as groups are. */
const MAX_CELLS = 40;

/** Connections over time by proxy, group or node, about one point per pixel. */
export async function reportConnections(
  { store, now }: ReportContext,
  id: string,
  params: Given<ConnectionsParams> = {},
): Promise<Reply<ConnectionsAnswer>> {
  const { by, points, top, ...given } = connectionsParams.parse(params);
  const window = resolveWindow(given, now);
  if (window === null) return refused("from", "must not be in the future");
  const [cluster] = await readClusters(store, id);
  if (cluster === undefined) return unknownCluster(id);
  const { clusterId } = cluster;
  const nowMs = now.getTime();
  const range = { from: new Date(window.fromMs), to: new Date(window.toMs) };
  const records = await readWatchedNodes(store, [clusterId], range);
  const proxies = await readProxies(store, [clusterId]);
  const groups = await readGroups(store, clusterId);
  const cellsPerNode =
    by === "node" ? 1 : Math.min(MAX_CELLS, (proxies.length + 1) * Math.max(1, groups.length));
  const size = { points, nodes: records.length, cellsPerNode };
  const plan = planSeries(window, size, await readKeptSince(store));
  const nodeIds = records.map((record) => record.nodeId);
  const { grid, lead, byNode, cells } = await readTracks(store, nodeIds, plan, by === "node" ? null : by);

  const nodes = [...byNode].map(([nodeId, track]): PlacedNode => {
    return { nodeId, track, placement: placeNode(track, grid, nowMs) };
  });
  const seen = countSeen(
    nodes.map((node) => node.placement),
    grid.count,
  );
  const cut = { from: lead, to: lead + plan.grid.count };
  const declaredProxies = cluster.proxies.map((proxy) => proxy.name);
  const subjects = subjectsOf(by, { nodes, records, seen, cells, proxies, declaredProxies, groups });
  const ranked = rankSeries(
    subjects.map((subject) => drawSubject(subject, cut)),
    top,
  );

  const whole = nodes.map(wholeNode);
  const unattributed = nodes.map((node) => ({ ...wholeNode(node), opened: node.track.unattributed }));
  const watched = records.flatMap(({ nodeId, address, firstSeenAt, goneAt }) => {
    const track = byNode.get(nodeId);
    if (track === undefined) return [];
    return [{ address, track, firstSeenMs: firstSeenAt.getTime(), goneMs: goneAt?.getTime() ?? null }];
  });
  const asked = { clusterId, ...range, limit: MAX_OBSERVATIONS };
  const observations = await readObservations(store, asked);
  // Apart, because many changes of another kind may crowd the explanations out.
  const explanations = await readObservations(store, { ...asked, kinds: GAP_KINDS });
  return answered({
    now: now.toISOString(),
    window: windowOf(window),
    by,
    stepMs: plan.grid.stepMs,
    resolution: plan.resolution,
    at: Array.from({ length: plan.grid.count }, (_, bucket) => inIso(bucketStart(plan.grid, bucket))),
    series: ranked.series,
    subjects: { shown: Math.min(top, ranked.of), of: ranked.of },
    total: sumConnections(whole, seen).slice(cut.from, cut.to).map(roundCount),
    unattributedPerSec: sumRates(unattributed, seen, (one) => one.opened)
      .slice(cut.from, cut.to)
      .map(roundRatio),
    nodesSeen: seen.nodesSeen.slice(cut.from, cut.to),
    nodesExpected: records.length,
    gaps: listGaps(watched, window, nowMs).map((gap) => explainGap(gap, explanations)),
    observations: observations.map(observationRowOf),
  });
}
