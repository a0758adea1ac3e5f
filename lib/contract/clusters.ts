import { z } from "zod";
import { cloudWatchBill, discoveryRow } from "./aws";
import { healthState } from "./health-state";
import { skewBy, verdictKind } from "./skew";
import { checkWindow, instant, windowParams, windowSchema } from "./time";

/** GET /api/v1/clusters?from&to|last : the fleet, worst first. */

export const clustersParams = z.strictObject(windowParams).superRefine(checkWindow);
export type ClustersParams = z.infer<typeof clustersParams>;

export const clusterKind = z.enum(["standalone", "replication", "cluster", "unknown"]);
export type ClusterKind = z.infer<typeof clusterKind>;

/** What the collector says of the fleet file it runs on. */
export const fleetFileStatus = z.object({
  state: z.enum(["ok", "missing", "invalid", "unknown"]),
  path: z.string().nullable(),
  loadedAt: instant.nullable(),
  /** Set while a changed file could not be read and the last good one stays in force. */
  problems: z.array(
    z.object({ line: z.number().int().nullable(), message: z.string(), hint: z.string().nullable() }),
  ),
});
export type FleetFileStatus = z.infer<typeof fleetFileStatus>;

export const headroom = z.object({
  /** The node nearest to its limit. */
  node: z.string(),
  connections: z.number().int(),
  maxclients: z.number().int(),
  /** connections ÷ maxclients, 0..1 */
  ratio: z.number(),
});

export const shareOfProxy = z.object({ name: z.string(), connections: z.number().int().nullable() });

export const leadingVerdict = z.object({
  kind: verdictKind,
  by: skewBy,
  subject: z.string().nullable(),
  since: instant.nullable(),
  confidence: z.number(),
  /** A few words with numbers. */
  sentence: z.string(),
  /** Age of the assessment. */
  ageMs: z.number(),
});

export const clusterRow = z.object({
  id: z.string(),
  name: z.string(),
  kind: clusterKind,
  state: healthState,
  /** One sentence with numbers: why it stands where it stands. */
  reason: z.string(),
  /** Client connections of all nodes seen; null: never seen. */
  connections: z.number().int().nullable(),
  /** Sum over the nodes whose limit is known; null: none is. */
  maxclients: z.number().int().nullable(),
  headroom: headroom.nullable(),
  openedPerSec: z.number().nullable(),
  nodes: z.number().int(),
  nodesAnswering: z.number().int(),
  proxies: z.number().int(),
  perProxy: z.array(shareOfProxy),
  /** Bound of the worst ratio to a fair share, at least 1; null: not known, or nobody to compare with. */
  skew: z.number().nullable(),
  /** The leading verdict on skew; null: never assessed. */
  verdict: leadingVerdict.nullable(),
  /** What the service calls it, where AWS runs it; null: nobody says so. */
  service: z
    .object({
      region: z.string(),
      nodeType: z.string().nullable(),
      engineVersion: z.string().nullable(),
      status: z.string().nullable(),
    })
    .nullable(),
  /** Connections over the window, evenly spaced, null where nothing was collected. */
  trend: z.array(z.number().nullable()),
  /** Age of the oldest data shown for an answering node; null: never seen. */
  ageMs: z.number().nullable(),
});
export type ClusterRow = z.infer<typeof clusterRow>;

export const clustersAnswer = z.object({
  now: instant,
  window: windowSchema,
  fleetFile: fleetFileStatus,
  /** Accounts that are searched for clusters. */
  discovery: z.array(discoveryRow),
  totals: z.object({
    connections: z.number().int(),
    openedPerSec: z.number().nullable(),
    /** The node on which watching costs most: share of its main thread, 0..1. */
    dearestNode: z.object({ cluster: z.string(), node: z.string(), costRatio: z.number() }).nullable(),
    /** What metrics cost at AWS; null: none are asked for. */
    cloudwatch: cloudWatchBill.nullable(),
  }),
  clusters: z.array(clusterRow),
});
export type ClustersAnswer = z.infer<typeof clustersAnswer>;
