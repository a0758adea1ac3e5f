import { z } from "zod";

const rhythm = z.object({
  low: z.number(),
  high: z.number(),
  waveMs: z.number().positive(),
  burst: z.number(),
  burstMs: z.number(),
  burstEveryMs: z.number().positive(),
});

/** lifo: the connection returned last is borrowed first. fifo: the one that has waited longest. */
export const poolOrder = z.enum(["lifo", "fifo"]);
export type PoolOrder = z.infer<typeof poolOrder>;

const pool = z.object({
  min: z.number(),
  max: z.number(),
  minEvictableIdleMs: z.number(),
  /** Each eviction run looks at all idle connections. */
  evictionEveryMs: z.number(),
});
const pooled = z.object({
  application: z.string(),
  /** Each new connection goes to the next of them. */
  ports: z.array(z.number()).min(1),
  /** False: nothing is sent on connecting, since what is behind the port does not know those commands. */
  isNamed: z.boolean(),
  order: poolOrder,
  pool,
});
/** What a connection pool is made from. */
export type PooledConfig = z.infer<typeof pooled>;

/** What a process of pooled clients is started with (its first argument, JSON). */
export const pooledAppConfig = pooled.extend({
  pods: z.array(z.string()),
  rhythm,
  tickMs: z.number(),
});
export type PooledAppConfig = z.infer<typeof pooledAppConfig>;

/** What a process of Redis Cluster clients is started with. */
export const clusterAppConfig = z.object({
  application: z.string(),
  ports: z.array(z.number()),
  clientsPerPod: z.number(),
  /** Pods that run at the calmest and at the busiest moment. */
  pods: z.object({ low: z.number(), high: z.number(), waveMs: z.number().positive() }),
  tickMs: z.number(),
});
export type ClusterAppConfig = z.infer<typeof clusterAppConfig>;

/** What a pod that releases its requests all at once is started with. */
export const burstAppConfig = pooled.extend({
  pod: z.string(),
  everyMs: z.number().positive(),
  /** Requests released at once. */
  burst: z.number(),
  /** And each so manieth time, so many. */
  bigBurstEvery: z.number().int().positive(),
  bigBurst: z.number(),
});
export type BurstAppConfig = z.infer<typeof burstAppConfig>;

/** What a process of jobs, each with a connection of its own for a while, is started with. */
export const batchAppConfig = z.object({
  application: z.string(),
  port: z.number(),
  startEveryMs: z.number().positive(),
  life: z.object({ minMs: z.number(), maxMs: z.number() }),
  requestEveryMs: z.number().positive(),
});
export type BatchAppConfig = z.infer<typeof batchAppConfig>;

/** What a process that pipelines on a few kept connections is started with. */
export const streamAppConfig = z.object({
  application: z.string(),
  port: z.number(),
  connections: z.number().int().positive(),
  /** Commands sent in one go on each connection. */
  batch: z.number().int().positive(),
  everyMs: z.number().positive(),
});
export type StreamAppConfig = z.infer<typeof streamAppConfig>;

/** From an application to the lab. */
export const appReport = z.discriminatedUnion("type", [
  z.object({ type: z.literal("ready") }),
  z.object({ type: z.literal("order"), order: poolOrder }),
  z.object({ type: z.literal("leak"), leaked: z.number() }),
]);
export type AppReport = z.infer<typeof appReport>;

/** From the lab to an application of pooled clients. */
export const appOrder = z.discriminatedUnion("type", [
  z.object({ type: z.literal("order"), order: poolOrder }),
  /** Null: it no longer leaks, and closes what it had leaked. */
  z.object({ type: z.literal("leak"), leak: z.object({ port: z.number(), everyMs: z.number() }).nullable() }),
]);
export type AppOrder = z.infer<typeof appOrder>;
