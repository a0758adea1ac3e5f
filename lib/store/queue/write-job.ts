import type { Store } from "../client";
import type { NodeSampleRow, ObservationRow, ProxySampleRow, SourceStatusRow } from "../rows";
import { internCluster } from "../writes/intern-cluster";
import { internClusters } from "../writes/intern-clusters";
import { internNode } from "../writes/intern-node";
import { internProxies } from "../writes/intern-proxies";
import { markNodeGone } from "../writes/mark-node-gone";
import { resolveNode } from "../writes/resolve-node";
import { writeCacheParameters } from "../writes/write-cache-parameters";
import { writeCloudWatchNow } from "../writes/write-cloudwatch-now";
import { writeCloudWatchUsage } from "../writes/write-cloudwatch-usage";
import { writeElastiCacheNow } from "../writes/write-elasticache-now";
import { writeMetrics } from "../writes/write-metrics";
import { writeNodeSamples } from "../writes/write-node-samples";
import { writeObservations } from "../writes/write-observations";
import { writeProxySamples } from "../writes/write-proxy-samples";
import { type SkewNowRow, writeSkewNow } from "../writes/write-skew-now";
import { writeSourceStatus } from "../writes/write-source-status";
import { writeSweep } from "../writes/write-sweep";
import { writeVerdicts } from "../writes/write-verdicts";
import type {
  QueuedObservation,
  QueuedProxySample,
  QueuedSample,
  QueuedSkewNow,
  QueuedSourceStatus,
  WriteJob,
} from "./jobs";

/** Writes one job. Writing it again changes nothing, so a job whose answer was lost may simply be repeated. */
export async function writeJob(store: Store, job: WriteJob): Promise<void> {
  switch (job.kind) {
    case "clusters":
      await internClusters(store, job.clusters);
      return;
    case "node": {
      const clusterId = await internCluster(store, job.clusterKey);
      const { address, nodeId, seenAt } = job;
      await internNode(store, { clusterId, address, nodeId, seenAt });
      return;
    }
    case "node-gone": {
      const clusterId = await internCluster(store, job.clusterKey);
      await markNodeGone(store, { clusterId, address: job.address, goneAt: job.goneAt });
      return;
    }
    case "sweep": {
      const clusterId = await internCluster(store, job.clusterKey);
      await writeSweep(store, {
        ...job,
        clusterId,
        nodeId: await resolveNode(store, clusterId, job.address),
      });
      return;
    }
    case "samples":
      await writeNodeSamples(store, await inTurn(job.samples, (sample) => sampleRow(store, sample)));
      return;
    case "observations":
      await writeObservations(store, await inTurn(job.observations, (seen) => observationRow(store, seen)));
      return;
    case "proxy-samples":
      await writeProxySamples(store, await proxySampleRows(store, job.samples));
      return;
    case "skew-now":
      await writeSkewNow(store, await inTurn(job.assessments, (given) => skewNowRow(store, given)));
      return;
    case "verdicts":
      await writeVerdicts(store, await internCluster(store, job.clusterKey), job.episodes);
      return;
    case "sources":
      await writeSourceStatus(store, await inTurn(job.sources, (status) => sourceRow(store, status)));
      return;
    case "metrics":
      await writeMetrics(store, await internCluster(store, job.clusterKey), job.series);
      return;
    case "elasticache-now":
      await writeElastiCacheNow(store, await internCluster(store, job.clusterKey), job.facts);
      return;
    case "cache-parameters":
      await writeCacheParameters(store, await internCluster(store, job.clusterKey), job);
      return;
    case "cloudwatch-now":
      await writeCloudWatchNow(store, await internCluster(store, job.clusterKey), job.now);
      return;
    case "cloudwatch-usage":
      await writeCloudWatchUsage(store, job.usage);
  }
}

async function sampleRow(store: Store, sample: QueuedSample): Promise<NodeSampleRow> {
  const { clusterKey, address, ...content } = sample;
  const clusterId = await internCluster(store, clusterKey);
  return { ...content, nodeId: await resolveNode(store, clusterId, address) };
}

async function proxySampleRows(
  store: Store,
  samples: readonly QueuedProxySample[],
): Promise<ProxySampleRow[]> {
  const rows: ProxySampleRow[] = [];
  for (const clusterKey of new Set(samples.map((sample) => sample.clusterKey))) {
    const ofCluster = samples.filter((sample) => sample.clusterKey === clusterKey);
    const clusterId = await internCluster(store, clusterKey);
    const names = ofCluster.map((sample) => sample.proxy);
    const ids = await internProxies(store, clusterId, names);
    for (const { clusterKey: _, proxy, ...content } of ofCluster) {
      const proxyId = ids.get(proxy);
      if (proxyId !== undefined) rows.push({ ...content, clusterId, proxyId });
    }
  }
  return rows;
}

async function skewNowRow(store: Store, { clusterKey, assessment }: QueuedSkewNow): Promise<SkewNowRow> {
  return { clusterId: await internCluster(store, clusterKey), assessment };
}

async function observationRow(store: Store, seen: QueuedObservation): Promise<ObservationRow> {
  const { clusterKey, address, ...content } = seen;
  return { ...content, ...(await subjectIds(store, clusterKey, address)) };
}

async function sourceRow(store: Store, status: QueuedSourceStatus): Promise<SourceStatusRow> {
  const { clusterKey, address, ...content } = status;
  return { ...content, ...(await subjectIds(store, clusterKey, address)) };
}

async function subjectIds(
  store: Store,
  clusterKey: string,
  address: string | null,
): Promise<{ clusterId: number; nodeId: number | null }> {
  const clusterId = await internCluster(store, clusterKey);
  return { clusterId, nodeId: address === null ? null : await resolveNode(store, clusterId, address) };
}

/** One after another: a first batch would otherwise ask for the same ids many times at once. */
async function inTurn<In, Out>(items: readonly In[], convert: (item: In) => Promise<Out>): Promise<Out[]> {
  const converted: Out[] = [];
  for (const item of items) converted.push(await convert(item));
  return converted;
}
