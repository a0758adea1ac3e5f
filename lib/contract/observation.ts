import { z } from "zod";
import { instant } from "./time";

/** Something that changed: a role, a run, an address, reachability. */
export const observationRow = z.object({
  at: instant,
  subject: z.string(),
  kind: z.string(),
  sentence: z.string(),
  precisionMs: z.number(),
  source: z.string(),
});
export type ObservationRow = z.infer<typeof observationRow>;

/** Observations of one answer at most: the newest. */
export const MAX_OBSERVATIONS = 200;
