import { z } from "zod";

/**
 * ok: nothing needs a human. warning: look today. critical: look now.
 * stale: it was seen, its data is too old to judge. unknown: it was never seen.
 */
export const healthState = z.enum(["ok", "warning", "critical", "stale", "unknown"]);
export type HealthState = z.infer<typeof healthState>;
