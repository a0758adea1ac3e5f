import { z } from "zod";

/** An instant on the wire: ISO-8601, UTC. Answers carry milliseconds. */
export const instant = z.iso.datetime({
  error: "must be an absolute UTC instant such as 2026-11-22T13:00:00Z",
});

/** Nothing was collected before it, and the first years of the calendar are not the same to everybody who counts. */
const EARLIEST_YEAR = "1970";

/** An instant in a question. */
export const askedInstant = instant.refine((text) => text >= EARLIEST_YEAR, {
  error: `must not be before ${EARLIEST_YEAR}`,
});

/** A half-open window [from, to). */
export const windowSchema = z.object({ from: instant, to: instant });
export type Window = z.infer<typeof windowSchema>;

const UNIT_MS = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;
type Unit = keyof typeof UNIT_MS;

/** Longer than hourly rollups are kept by default: nothing lies beyond. */
export const MAX_WINDOW_MS = 400 * UNIT_MS.d;

/** Milliseconds of a relative length such as "90s", "15m", "1h", "7d"; null when it is not one. */
export function relativeLengthMs(text: string): number | null {
  const match = /^(\d{1,7})([smhd])$/.exec(text);
  if (match === null) return null;
  const lengthMs = Number(match[1]) * UNIT_MS[match[2] as Unit];
  return lengthMs > 0 && lengthMs <= MAX_WINDOW_MS ? lengthMs : null;
}

/**
 * How a question names its window: `from` and `to` (absolute), `from` alone (until now), or `last=1h`
 * (relative to the server's now). Without any of them it is the last hour.
 */
export const windowParams = {
  from: askedInstant.optional(),
  to: askedInstant.optional(),
  last: z
    .string()
    .refine((text) => relativeLengthMs(text) !== null, {
      error: "must be a length such as 90s, 15m, 1h or 7d, at most 400d",
    })
    .optional()
    .meta({ description: "Relative window ending now: 90s, 15m, 1h, 7d. Not together with from and to." }),
};

interface WindowParams {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly last?: string | undefined;
}

/** Contradictions between the parts of a window, as zod issues on the parameter to blame. */
export function checkWindow(params: WindowParams, context: z.RefinementCtx): void {
  const blame = (path: string, message: string) =>
    context.addIssue({ code: "custom", path: [path], message });
  if (params.last !== undefined && (params.from !== undefined || params.to !== undefined)) {
    blame("last", "cannot be given together with from or to");
    return;
  }
  if (params.from === undefined && params.to !== undefined) blame("from", "is needed together with to");
  if (params.from === undefined || params.to === undefined) return;
  const lengthMs = Date.parse(params.to) - Date.parse(params.from);
  if (lengthMs <= 0) blame("to", "must be later than from");
  if (lengthMs > MAX_WINDOW_MS) blame("from", "must be at most 400 days before to");
}
