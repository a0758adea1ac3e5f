import { z } from "zod";
import { fleetFileStatus } from "./clusters";
import { instant } from "./time";

/** GET /api/v1/health : is Evenkeel itself well? 503 with the same body when it is down. */

export const healthParams = z.strictObject({});
export type HealthParams = z.infer<typeof healthParams>;

export const sourceHealth = z.object({
  cluster: z.string(),
  /** "redis 10.0.5.21:6379" */
  source: z.string(),
  state: z.enum(["ok", "failing", "never"]),
  lastSuccessAt: instant.nullable(),
  ageMs: z.number().nullable(),
  lastError: z.string().nullable(),
  lastErrorAt: instant.nullable(),
});

export const healthAnswer = z.object({
  now: instant,
  status: z.enum(["ok", "degraded", "down"]),
  version: z.string(),
  database: z.object({
    state: z.enum(["ok", "down"]),
    kind: z.enum(["embedded", "postgresql"]),
    latencyMs: z.number().nullable(),
    error: z.string().nullable(),
  }),
  collector: z.object({
    /** unknown: the database, where it reports, is away. */
    state: z.enum(["ok", "silent", "never", "unknown"]),
    startedAt: instant.nullable(),
    lastBeatAt: instant.nullable(),
    /** Sweeps waiting on disk for the database. */
    spooledSweeps: z.number().int().nullable(),
    droppedSweeps: z.number().int().nullable(),
    loopLagMs: z.number().nullable(),
  }),
  fleetFile: fleetFileStatus,
  sources: z.array(sourceHealth),
});
export type HealthAnswer = z.infer<typeof healthAnswer>;
