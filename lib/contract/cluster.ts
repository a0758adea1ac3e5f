import { z } from "zod";
import { awsCall, elastiCacheFacts, metricSignal } from "./aws";
import { clusterKind, headroom } from "./clusters";
import { healthState } from "./health-state";
import { observationRow } from "./observation";
import { proxyKind, skewSide } from "./skew";
import { instant } from "./time";

/** GET /api/v1/clusters/{id} : one cluster now, node by node. */

export const clusterParams = z.strictObject({});
export type ClusterParams = z.infer<typeof clusterParams>;

export const nodeRole = z.enum(["primary", "replica", "unknown"]);
export type NodeRole = z.infer<typeof nodeRole>;

/** A command that the server would not answer to us, noted once. */
export const refusal = z.object({ command: z.string(), reason: z.string(), since: instant });

export const pingSummary = z.object({
  minMs: z.number(),
  medianMs: z.number(),
  maxMs: z.number(),
  sent: z.number().int(),
  failed: z.number().int(),
});

export const watchingCost = z.object({
  /** Server-side cost of watching ÷ time, 0..1 of one main thread, over the last minutes. */
  ratio: z.number().nullable(),
  budgetRatio: z.number(),
  sweepIntervalMs: z.number().nullable(),
  /** full: one CLIENT LIST. chunks: by id, because a full list would stall the server. refused: the server will not list. */
  mode: z.enum(["full", "chunks", "refused", "unknown"]),
  /** Longest single command of ours in the last minutes, as the server measured it. */
  longestStallMs: z.number().nullable(),
  maxStallMs: z.number(),
});

export const nodeRow = z.object({
  address: z.string(),
  /** Cluster node id (Redis Cluster) or null. */
  nodeId: z.string().nullable(),
  role: nodeRole,
  roleSince: instant.nullable(),
  /** Address of the primary that this replica follows; for a primary null. */
  primary: z.string().nullable(),
  /** Slots served, "0-5460"; null outside Redis Cluster. */
  slots: z.string().nullable(),
  engine: z.string().nullable(),
  version: z.string().nullable(),
  state: healthState,
  reason: z.string(),
  connections: z.number().int().nullable(),
  headroom: headroom.nullable(),
  /** At the trend of the last hour; null: not growing, or not known. */
  hoursToLimit: z.number().nullable(),
  openedPerSec: z.number().nullable(),
  closedPerSec: z.number().nullable(),
  unattributedPerSec: z.number().nullable(),
  rejectedPerSec: z.number().nullable(),
  blockedClients: z.number().int().nullable(),
  ping: pingSummary.nullable(),
  replication: z
    .object({
      linkUp: z.boolean().nullable(),
      lagBytes: z.number().nullable(),
      lastIoSec: z.number().nullable(),
    })
    .nullable(),
  uptimeSec: z.number().nullable(),
  /** Age of the last sweep (or of the last INFO where the list is refused). */
  ageMs: z.number().nullable(),
  cost: watchingCost,
  refusals: z.array(refusal),
  /** What AWS says of it; null: nothing. */
  service: z
    .object({
      cacheClusterId: z.string(),
      zone: z.string().nullable(),
      nodeType: z.string().nullable(),
      role: z.enum(["primary", "replica"]).nullable(),
      status: z.string().nullable(),
    })
    .nullable(),
});
export type NodeRow = z.infer<typeof nodeRow>;

export const proxyRow = z.object({
  name: z.string(),
  addresses: z.array(z.string()),
  kind: proxyKind,
  zone: z.string().nullable(),
  /** Clients to it, by its own statistics. */
  front: skewSide,
  /** Connections from this proxy to the cluster's nodes, from CLIENT LIST. */
  connections: z.number().int().nullable(),
  share: z.number().nullable(),
  openedPerSec: z.number().nullable(),
  closedPerSec: z.number().nullable(),
});
export type ProxyRow = z.infer<typeof proxyRow>;

export const groupRow = z.object({
  name: z.string(),
  /** declared: matched by a rule of the fleet file. derived: from name, library or user. other: beyond the cap. */
  origin: z.enum(["declared", "derived", "other"]),
  connections: z.number().int(),
  openedPerSec: z.number().nullable(),
  closedPerSec: z.number().nullable(),
});
export type GroupRow = z.infer<typeof groupRow>;

export const clusterAnswer = z.object({
  now: instant,
  id: z.string(),
  name: z.string(),
  kind: clusterKind,
  state: healthState,
  reason: z.string(),
  connections: z.number().int().nullable(),
  headroom: headroom.nullable(),
  openedPerSec: z.number().nullable(),
  closedPerSec: z.number().nullable(),
  unattributedPerSec: z.number().nullable(),
  ageMs: z.number().nullable(),
  nodes: z.array(nodeRow),
  proxies: z.array(proxyRow),
  /** Connections that come through no declared proxy. */
  direct: z.number().int().nullable(),
  groups: z.array(groupRow),
  observations: z.array(observationRow),
  /** Null: it is not ElastiCache's, or AWS has not told of it yet. */
  elasticache: elastiCacheFacts.nullable(),
  /** Thresholds of CloudWatch metrics that are passed now. */
  signals: z.array(metricSignal),
  /** Calls to AWS about this cluster. */
  calls: z.array(awsCall),
});
export type ClusterAnswer = z.infer<typeof clusterAnswer>;
