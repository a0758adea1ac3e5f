import { limitsOf } from "@/lib/domain/elasticache/parameters";
import { gridOver } from "@/lib/domain/series/grid";
import type { NodeTrack } from "@/lib/domain/series/track";
import { type ClusterRecord, readClusters } from "@/lib/store/reads/read-clusters";
import { type CollectorRecord, readCollector } from "@/lib/store/reads/read-collector";
import { type NodeNow, readNodesNow } from "@/lib/store/reads/read-nodes-now";
import { readProxies } from "@/lib/store/reads/read-proxies";
import { readSkewNow } from "@/lib/store/reads/read-skew-now";
import { type ClusterAws, type FleetAws, readAwsNow } from "./aws-now";
import type { ReportContext } from "./context";
import { collectorSilenceMs } from "./fleet-file";
import { type ClusterNow, type KnownNode, knowNode, summariseCluster } from "./fleet-now";
import { type ClusterSkew, leadingVerdictOf } from "./leading-verdict";
import { nodeFactsOf } from "./node-facts";
import type { SeriesPlan } from "./resolution";
import { readTrends, type Trends } from "./trends";

export interface FleetCluster {
  readonly record: ClusterRecord;
  readonly nodes: readonly KnownNode[];
  readonly now: ClusterNow;
  readonly skew: ClusterSkew;
  readonly service: ClusterAws;
}

export interface Fleet {
  readonly clusters: readonly FleetCluster[];
  readonly collector: CollectorRecord | null;
  readonly proxyNames: ReadonlyMap<number, string>;
  /** The last hour in minutes, of every node. */
  readonly lastHour: Trends;
  readonly services: FleetAws;
}

const HOUR_MS = 3_600_000;

/** The fleet now, or one cluster of it, judged: a handful of statements, however many clusters there are. */
export async function readFleet({ store, now }: ReportContext, key: string | null = null): Promise<Fleet> {
  const nowMs = now.getTime();
  const records = await readClusters(store, key);
  const clusterIds = key === null ? null : records.map((record) => record.clusterId);
  const nodes = await readNodesNow(store, clusterIds);
  const proxyNames = new Map((await readProxies(store, clusterIds)).map((row) => [row.proxyId, row.name]));
  const assessed = await readSkewNow(store, clusterIds);
  const services = await readAwsNow(store, clusterIds, now);
  const collector = await readCollector(store);
  const nodeIds = nodes.map((node) => node.nodeId);
  const lastHourPlan: SeriesPlan = {
    grid: gridOver(nowMs - HOUR_MS, nowMs, 60_000),
    resolution: "minute",
  };
  const lastHour = await readTrends(store, nodeIds, lastHourPlan);
  const factsOf = (nodeId: number): NodeTrack | undefined => lastHour.byNode.get(nodeId);
  const known = nodes.map((node) =>
    knowNode(
      node,
      nodeFactsOf(limited(node, services.of(node.clusterId)), factsOf(node.nodeId), lastHour.grid),
      nowMs,
    ),
  );
  const byCluster = groupByCluster(known);
  const collectorSilentMs = collectorSilenceMs(collector, now);
  const clusters = records.map((record) => {
    const own = byCluster.get(record.clusterId) ?? [];
    const words = assessed.filter((row) => row.clusterId === record.clusterId);
    const skew = leadingVerdictOf(words, collectorSilentMs !== null, nowMs);
    const service = services.of(record.clusterId);
    const around = { skew: skew.facts, collectorSilentMs, service };
    return {
      record,
      nodes: own,
      skew,
      service,
      now: summariseCluster(record, own, proxyNames, around, nowMs),
    };
  });
  return { clusters, collector, proxyNames, lastHour, services };
}

/** The parameter group's limit stands where the server does not tell its own. */
function limited(node: NodeNow, { facts }: ClusterAws): NodeNow {
  if (node.maxclients !== null || facts?.parameters == null) return node;
  return { ...node, maxclients: limitsOf(facts.parameters).maxclients };
}

function groupByCluster(nodes: readonly KnownNode[]): Map<number, KnownNode[]> {
  const groups = new Map<number, KnownNode[]>();
  for (const node of nodes) {
    const own = groups.get(node.now.clusterId);
    if (own === undefined) groups.set(node.now.clusterId, [node]);
    else own.push(node);
  }
  return groups;
}
