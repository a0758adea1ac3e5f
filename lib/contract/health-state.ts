import { z } from "zod";
import { HEALTH_STATES } from "@/lib/domain/findings/state";

/** The states, and what they mean, are the domain's. */
export const healthState = z.enum(HEALTH_STATES);
export type { HealthState } from "@/lib/domain/findings/state";
