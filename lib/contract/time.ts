import { z } from "zod";

/** An instant on the wire: ISO-8601, UTC, milliseconds. */
export const instant = z.iso.datetime();

/** A half-open window [from, to). */
export const windowSchema = z.object({ from: instant, to: instant });
export type Window = z.infer<typeof windowSchema>;
