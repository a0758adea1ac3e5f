import type { CloudWatchNow, MetricPoints } from "@/lib/domain/cloudwatch/model";
import type { SweepResult } from "@/lib/domain/connections/model";
import type { CacheParameters, ElastiCacheFacts } from "@/lib/domain/elasticache/model";
import type { ProxyKind, ProxyLatency, ProxyStep } from "@/lib/domain/proxies/model";
import type { SkewAssessment, SkewBy, SkewVerdict } from "@/lib/domain/skew/model";

/** What the collector hands to the store. Natural keys only: ids are found when the row is written. */

export interface FleetCluster {
  readonly key: string;
  readonly name: string;
  readonly kind: "standalone" | "replication" | "cluster" | "unknown";
  /** Declared and discovered ones. */
  readonly proxies: readonly FleetProxy[];
  /** Client group → the library declared for it. Jobs written by an older version have none. */
  readonly libraries?: Readonly<Record<string, string>>;
}

export interface FleetProxy {
  readonly name: string;
  readonly addresses: readonly string[];
  readonly kind: ProxyKind;
  readonly weight: number;
  readonly zone: string | null;
  /** Format of its statistics as people call it, "HAProxy CSV"; null: none are configured. */
  readonly statistics: string | null;
}

export type GroupOrigin = "declared" | "derived" | "other";
export type SweepMode = "full" | "chunks";

/** One sweep of one node. `result` may be the ledger's own: its `delta` is not looked at, `deltaBytes` is. */
export interface SweepContent {
  readonly result: Omit<SweepResult, "delta">;
  readonly deltaBytes: Uint8Array;
  /** Given every 5 to 10 minutes, and after each restart of the node or of ours. */
  readonly keyframe: Uint8Array | null;
  /** Growth of total_connections_received since the sweep before. */
  readonly received: number | null;
  readonly elapsedMs: number | null;
  /** Server-side, from commandstats. */
  readonly costUsec: number | null;
  readonly mode: SweepMode;
  /** Planned time since the sweep before: tells a wide interval from a gap. */
  readonly intervalMs?: number | null;
  /** Of each group in `result.cells`; `derived` where a name is missing. */
  readonly groupOrigins: Readonly<Record<string, GroupOrigin>>;
}

export interface SweepRow extends SweepContent {
  readonly clusterId: number;
  readonly nodeId: number;
}

/** About ten seconds of one node. Absent: the server did not say, or was not asked. */
export interface NodeSampleContent {
  readonly at: Date;
  readonly runId?: string | null;
  readonly role?: "primary" | "replica" | "unknown" | null;
  readonly primaryAddress?: string | null;
  /** As CLUSTER NODES prints them, "0-5460". */
  readonly slots?: string | null;
  readonly engine?: string | null;
  readonly version?: string | null;
  readonly pingMinMs?: number | null;
  readonly pingMedianMs?: number | null;
  readonly pingMaxMs?: number | null;
  readonly pingsSent?: number | null;
  readonly pingsFailed?: number | null;
  readonly connectedClients?: number | null;
  readonly maxclients?: number | null;
  readonly blockedClients?: number | null;
  readonly totalConnectionsReceived?: number | null;
  readonly rejectedConnections?: number | null;
  readonly uptimeSec?: number | null;
  readonly usedMemoryBytes?: number | null;
  readonly maxmemoryBytes?: number | null;
  readonly opsPerSec?: number | null;
  readonly primaryLinkUp?: boolean | null;
  readonly replicationLagBytes?: number | null;
  readonly primaryLastIoSec?: number | null;
  /** Server-side cost of everything we asked since the sample before, and the time that covers. */
  readonly watchCostUsec?: number | null;
  readonly watchSpanMs?: number | null;
  readonly budgetRatio?: number | null;
  readonly sweepIntervalMs?: number | null;
  readonly sweepMode?: SweepMode | "refused" | "unknown" | null;
  readonly longestStallMs?: number | null;
  readonly maxStallMs?: number | null;
}

export interface NodeSampleRow extends NodeSampleContent {
  readonly nodeId: number;
}

export type ObservationKind =
  | "role"
  | "run"
  | "reachability"
  | "discovered"
  | "gone"
  | "refusal"
  | "link"
  | "gap"
  | "limit"
  | "proxy"
  | "address"
  /** An event that the cloud service told: its own words. */
  | "event"
  /** Something of the service's configuration changed: node type, status, parameters. */
  | "configuration";

export interface ObservationContent {
  readonly at: Date;
  /** What it is about, as shown: "10.0.5.21:6379", "proxy-1". */
  readonly subject: string;
  readonly kind: ObservationKind;
  readonly before: string | null;
  readonly after: string | null;
  readonly sentence: string;
  /** Where it was seen: "INFO", "CLIENT LIST", "probe". */
  readonly source: string;
  readonly precisionMs: number;
}

export interface ObservationRow extends ObservationContent {
  readonly clusterId: number;
  /** Null: about the cluster, not one node. */
  readonly nodeId: number | null;
}

/** About ten seconds of one proxy: its statistics as differences, and the PINGs through it. */
export interface ProxySampleContent {
  readonly at: Date;
  /** As people call it, "HAProxy CSV"; null: no statistics are configured. */
  readonly source: string | null;
  /** Sum of the steps since the sample before; null: no reading succeeded. */
  readonly step: ProxyStep | null;
  /** Why the last reading failed, and null when it did not. */
  readonly failure: string | null;
  readonly latency: ProxyLatency | null;
}

export interface ProxySampleRow extends ProxySampleContent {
  readonly clusterId: number;
  readonly proxyId: number;
}

/** The newest assessment of a cluster; one a cluster and `by`. */
export interface SkewNowContent {
  readonly assessment: SkewAssessment;
}

/** A verdict for as long as it holds. Written again while it lasts: (cluster, by, kind, subject, saidAt) names it. */
export interface VerdictEpisode {
  readonly by: SkewBy;
  /** When it was first said. */
  readonly saidAt: Date;
  /** When it was last said. */
  readonly lastAt: Date;
  /** Null while it holds. */
  readonly endedAt: Date | null;
  /** As last said; `sinceMs` as first said. */
  readonly verdict: SkewVerdict;
}

/** Points of one CloudWatch series; those of a minute that is stored already replace it. */
export type MetricPointsContent = MetricPoints;

/** The newest word of AWS on a cluster. */
export interface ElastiCacheNowContent {
  readonly facts: ElastiCacheFacts;
}

/** A parameter group as it is from `since` on. */
export interface CacheParametersContent {
  readonly since: Date;
  readonly parameters: CacheParameters;
}

/** The newest word on a cluster's CloudWatch metrics. */
export interface CloudWatchNowContent {
  readonly now: CloudWatchNow;
}

/** What one run of the collector has asked of CloudWatch on one UTC day so far: totals, not increments. */
export interface CloudWatchUsageRow {
  readonly runId: string;
  /** "2026-11-22" */
  readonly day: string;
  readonly metrics: number;
  readonly calls: number;
}

/** How looking for clusters in one account and region does. */
export interface DiscoveryStatus {
  readonly region: string;
  readonly match: string;
  readonly found: number;
  /** ISO-8601, UTC. */
  readonly lastSuccessAt: string | null;
  /** Null while it works: which call failed and why. */
  readonly error: string | null;
  /** What to grant or to mend; without an error: what is not told of although the search works. */
  readonly remedy: string | null;
}

export interface Refusal {
  readonly command: string;
  readonly reason: string;
  /** ISO-8601, UTC. */
  readonly since: string;
}

export interface SourceStatusContent {
  readonly source: string;
  readonly lastSuccessAt: Date | null;
  readonly lastErrorAt: Date | null;
  readonly lastError: string | null;
  readonly refusals: readonly Refusal[];
  /** Anything JSON; shown as it is. */
  readonly detail: Readonly<Record<string, unknown>>;
  readonly updatedAt: Date;
}

export interface SourceStatusRow extends SourceStatusContent {
  readonly clusterId: number;
  readonly nodeId: number | null;
}

export interface CollectorRow {
  readonly id: string;
  readonly startedAt: Date;
  readonly beatAt: Date;
  readonly pid: number;
  readonly host: string;
  readonly version: string;
  /** FleetFileStatus of lib/contract/clusters. */
  readonly fleetFile: object;
  readonly discovery: readonly DiscoveryStatus[];
  readonly spooledSweeps: number;
  readonly droppedSweeps: number;
  readonly loopLagMs: number | null;
}
