import { MAX_OBSERVATIONS } from "@/lib/contract/observation";
import type { Reply } from "@/lib/contract/problem";
import { type SkewAnswer, type SkewParams, skewParams } from "@/lib/contract/skew";
import { bucketStart } from "@/lib/domain/series/grid";
import type { SkewBy } from "@/lib/domain/skew/model";
import { readClusters } from "@/lib/store/reads/read-clusters";
import { readGroups } from "@/lib/store/reads/read-groups";
import { readKeptSince } from "@/lib/store/reads/read-kept-since";
import { readObservations } from "@/lib/store/reads/read-observations";
import { readProxies } from "@/lib/store/reads/read-proxies";
import { readRolesAt } from "@/lib/store/reads/read-roles-at";
import { readSkewNow } from "@/lib/store/reads/read-skew-now";
import { readWatchedNodes } from "@/lib/store/reads/read-watched-nodes";
import { type BackSides, readBackSides } from "./comparison/back";
import { availableOf, type ComparedProxy, peersOf, proxiesOf } from "./comparison/compared";
import { type FrontSide, readFrontSides } from "./comparison/front";
import { planShares } from "./comparison/plan";
import { readRecent } from "./comparison/recent";
import { rowsOf } from "./comparison/rows";
import { nodeSubjects, proxySubjects, type SkewedSubject, zoneSubjects } from "./comparison/subjects";
import { survivalCurves } from "./comparison/survival";
import { readVerdictRows } from "./comparison/verdicts";
import { answered, type Given, type ReportContext, refused, unknownCluster } from "./context";
import { observationRowOf } from "./observation-row";
import { roundRatio } from "./round";
import { inIso, resolveWindow, windowOf } from "./window";

/** (proxy, group) pairs of a node: an estimate for choosing a resolution. */
const MAX_GROUPS = 20;
/** An assessment is made every few seconds; an older one says nothing about now. */
const ASSESSED_MS = 60_000;

/** Who carries more than its share, since when and why. */
export async function reportSkew(
  { store, now }: ReportContext,
  id: string,
  params: Given<SkewParams> = {},
): Promise<Reply<SkewAnswer>> {
  const { by: asked, points, ...given } = skewParams.parse(params);
  const window = resolveWindow(given, now);
  if (window === null) return refused("from", "must not be in the future");
  const [cluster] = await readClusters(store, id);
  if (cluster === undefined) return unknownCluster(id);
  const { clusterId } = cluster;
  const nowMs = now.getTime();
  // A window may reach beyond now: what holds at its end is what holds now.
  const past = { fromMs: window.fromMs, toMs: Math.min(window.toMs, nowMs) };
  const range = { from: new Date(past.fromMs), to: new Date(past.toMs) };
  const records = await readWatchedNodes(store, [clusterId], range);
  const roles = await readRolesAt(
    store,
    records.map((record) => record.nodeId),
    range.to,
  );
  const proxies = proxiesOf(cluster, await readProxies(store, [clusterId]));
  const peers = peersOf(cluster, records, roles);
  const available = availableOf(proxies, peers);
  const by = asked ?? available[0] ?? "proxy";

  const compared = by === "node" ? peers : records;
  const groups = Math.min(MAX_GROUPS, Math.max(1, (await readGroups(store, clusterId)).length));
  const cellsPerNode = (proxies.length + 1) * groups;
  const size = { points, nodes: compared.length, cellsPerNode: by === "node" ? 1 : cellsPerNode };
  const plan = planShares(window, size, await readKeptSince(store));
  const backs = await readBackSides(store, compared, { window: past, plan, nowMs, byProxy: by !== "node" });
  const fronts =
    by === "node"
      ? new Map<string, FrontSide>()
      : await readFrontSides(store, proxies, { window: past, plan });
  const subjects = subjectsOf(
    by,
    by === "node" ? nodeSubjects(peers, backs) : proxySubjects(proxies, backs, fronts),
  );

  const assessment = (await readSkewNow(store, [clusterId])).find((row) => row.by === by);
  const fresh =
    assessment !== undefined && Math.abs(past.toMs - assessment.at.getTime()) <= ASSESSED_MS
      ? assessment
      : null;
  const subjectOf = ownersOf(by, subjects, proxies, compared);
  const recent = await readRecent(store, {
    nodeIds: compared.map((record) => record.nodeId),
    window: past,
    cellsPerSweep: cellsPerNode,
    subjectOf,
  });
  const { rows, series, fairShare, skew } = rowsOf(subjects, {
    commandsPerSec: recent.commandsPerSec,
    inRotation: new Map(fresh?.assessment.subjects.map((one) => [one.name, one.inRotation])),
  });
  const names = rows.map((row) => row.name);
  const observations = await readObservations(store, { clusterId, ...range, limit: MAX_OBSERVATIONS });
  return answered({
    now: now.toISOString(),
    window: windowOf(window),
    by,
    available,
    fairShare,
    skew: fresh === null ? skew : roundRatio(fresh.assessment.skew),
    assessedAt: fresh?.at.toISOString() ?? null,
    proxies: rows,
    verdicts: await readVerdictRows(store, {
      clusterId,
      by,
      window: past,
      nowMs,
      records,
      libraries: cluster.libraries,
      members: clientsOf(subjects, proxies),
      assessment: fresh?.assessment ?? null,
    }),
    series: {
      stepMs: plan.grid.stepMs,
      resolution: plan.resolution,
      at: Array.from({ length: plan.grid.count }, (_, bucket) => inIso(bucketStart(plan.grid, bucket))),
      subjects: series,
    },
    survival: survivalCurves(recent, names),
    observations: observations.map(observationRowOf),
    unattributed: unattributedOf(backs),
  });
}

function subjectsOf(by: SkewBy, subjects: readonly SkewedSubject[]): readonly SkewedSubject[] {
  return by === "zone" ? zoneSubjects(subjects) : subjects;
}

/** Proxies whose connections at Redis are their clients': those that multiplex have connections of their own there. */
function clientsOf(
  subjects: readonly SkewedSubject[],
  proxies: readonly ComparedProxy[],
): ReadonlyMap<string, readonly string[]> {
  const tcp = new Set(proxies.flatMap(({ kind, name }) => (kind === "tcp" ? [name] : [])));
  return new Map(subjects.map(({ name, proxies: own }) => [name, own.filter((one) => tcp.has(one))]));
}

/** Whose a cell of a sweep is. */
function ownersOf(
  by: SkewBy,
  subjects: readonly SkewedSubject[],
  proxies: readonly ComparedProxy[],
  records: readonly { readonly nodeId: number; readonly address: string }[],
): (nodeId: number, proxyId: number) => string | null {
  if (by === "node") {
    const addresses = new Map(records.map(({ nodeId, address }) => [nodeId, address]));
    return (nodeId) => addresses.get(nodeId) ?? null;
  }
  const owners = new Map(subjects.flatMap((subject) => subject.proxies.map((name) => [name, subject.name])));
  // What Redis sees of a multiplexing proxy lives as long as the proxy likes.
  const tcp = proxies.filter((proxy) => proxy.kind === "tcp");
  const byId = new Map(tcp.map(({ proxyId, name }) => [proxyId, owners.get(name) ?? null]));
  return (_, proxyId) => byId.get(proxyId) ?? null;
}

function unattributedOf({ unattributed, seen }: BackSides): SkewAnswer["unattributed"] {
  const { opened, perSec } = unattributed;
  const all = seen + (opened ?? 0);
  const ratio = opened === null || all === 0 ? null : opened / all;
  return { opened, perSec: roundRatio(perSec), ratio: roundRatio(ratio) };
}
