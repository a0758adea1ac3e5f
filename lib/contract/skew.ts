import { z } from "zod";
import { SKEW_SUBJECTS, SKEW_UNITS, VERDICT_KINDS } from "@/lib/domain/skew/model";
import { wholeNumber } from "./number";
import { observationRow } from "./observation";
import { checkWindow, instant, windowParams, windowSchema } from "./time";

/** GET /api/v1/clusters/{id}/skew?from&to|last&by&points : who carries more than its share, and why. */

export const skewBy = z.enum(SKEW_SUBJECTS);
export const verdictKind = z.enum(VERDICT_KINDS);

export const proxyKind = z.enum(["tcp", "multiplexing"]);

export const skewParams = z
  .strictObject({
    ...windowParams,
    by: skewBy.optional().meta({ description: "Who is compared; without it the first of `available`." }),
    points: wholeNumber(10, 400)
      .default(150)
      .meta({ description: "Buckets wanted of the shares over time." }),
  })
  .superRefine(checkWindow);
export type SkewParams = z.infer<typeof skewParams>;

/** One side of a subject: known with a number, unknown for a reason, or none because nothing is configured that could tell. */
export const skewSide = z.discriminatedUnion("state", [
  z.object({ state: z.literal("known"), connections: z.number(), ageMs: z.number() }),
  z.object({ state: z.literal("unknown"), reason: z.string(), since: instant.nullable() }),
  z.object({ state: z.literal("none"), reason: z.string() }),
]);
export type SkewSide = z.infer<typeof skewSide>;

export const skewRow = z.object({
  name: z.string(),
  /** multiplexing: what Redis sees of it says nothing of skew, the front side is judged. */
  kind: proxyKind,
  zone: z.string().nullable(),
  /** Declared and in use at the window's end: one of those that share the load. */
  inRotation: z.boolean(),
  /** 0 outside the rotation. */
  fairShare: z.number(),
  /** Of the side that is judged, at the window's end. */
  connections: z.number().nullable(),
  share: z.number().nullable(),
  /** The share may lie anywhere between them by chance; imbalanced: a fair share is well outside. */
  shareLow: z.number().nullable(),
  shareHigh: z.number().nullable(),
  /** Mean share of the last tenth minus that of the first, of what is known: what the heat map is ranked by. */
  shareChange: z.number().nullable(),
  /** Means over the part of the window that was watched. */
  openedPerSec: z.number().nullable(),
  closedPerSec: z.number().nullable(),
  /** The same by CLIENT LIST, whatever `source` is: they differ by what no sweep saw (health checks, one-shot clients). */
  backOpenedPerSec: z.number().nullable(),
  backClosedPerSec: z.number().nullable(),
  /** Closed per open connection and second. */
  closeHazard: z.number().nullable(),
  /** Median of the PINGs through it in the window's last minute. */
  latencyMs: z.number().nullable(),
  /** All PINGs of that minute. */
  latency: z
    .object({
      minMs: z.number().nullable(),
      medianMs: z.number().nullable(),
      maxMs: z.number().nullable(),
      sent: z.number().int(),
      failed: z.number().int(),
      answeredBy: z.enum(["redis", "proxy", "unknown"]),
    })
    .nullable(),
  commandsPerSec: z.number().nullable(),
  bytesPerSec: z.number().nullable(),
  /** Clients to it, by its own statistics. */
  front: skewSide,
  /** It to Redis, by CLIENT LIST. */
  back: skewSide,
  /** Where opened and closed come from: "HAProxy CSV", "CLIENT LIST". */
  source: z.string(),
});
export type SkewRow = z.infer<typeof skewRow>;

export const skewEvidence = z.object({ label: z.string(), value: z.number(), unit: z.enum(SKEW_UNITS) });

export const remedyStep = z.object({
  /** What to do, imperative. */
  title: z.string(),
  /** Library it is for, as seen there: "Jedis 3.6.3"; null: any. */
  library: z.string().nullable(),
  /** Ready to copy; null: nothing to copy. */
  code: z.string().nullable(),
  language: z.string().nullable(),
  /** What it costs or risks. */
  cost: z.string().nullable(),
});
export type RemedyStep = z.infer<typeof remedyStep>;

export const skewVerdict = z.object({
  kind: verdictKind,
  by: skewBy,
  subject: z.string().nullable(),
  group: z.string().nullable(),
  since: instant.nullable(),
  /** Null: it holds at the window's end. */
  until: instant.nullable(),
  confidence: z.number(),
  trend: z.enum(["growing", "settled"]).nullable(),
  /** The verdict as a sentence with its numbers. */
  sentence: z.string(),
  evidence: z.array(skewEvidence),
  /** What failed (insufficient-data) or what weakens it. */
  condition: z.string().nullable(),
  remedy: z.object({ sentence: z.string(), steps: z.array(remedyStep) }).nullable(),
});
export type SkewVerdictAnswer = z.infer<typeof skewVerdict>;

export const survivalCurve = z.object({
  name: z.string(),
  /** Share still open at each of `ages`, 0..1; null beyond what was seen. */
  open: z.array(z.number().nullable()),
  closed: z.number(),
  exposureSec: z.number(),
});

export const skewAnswer = z.object({
  now: instant,
  window: windowSchema,
  by: skewBy,
  /** Which `by` have at least two to compare at the window's end; others answer with what there is. */
  available: z.array(skewBy),
  /** 1 ÷ those in rotation; null: none is. Where weights are declared, rows have their own. */
  fairShare: z.number().nullable(),
  /** Bound of the worst ratio to fair share, at least 1; null: not known. */
  skew: z.number().nullable(),
  /** The newest assessment of the collector, for a window that ends now; null: none in the last minute. */
  assessedAt: instant.nullable(),
  /** The proxies (or nodes, or zones), largest share first. */
  proxies: z.array(skewRow),
  /** Strongest first, those that hold at the window's end before those that ended in it. */
  verdicts: z.array(skewVerdict),
  series: z.object({
    stepMs: z.number().int(),
    resolution: z.enum(["sweep", "minute", "hour"]),
    at: z.array(instant),
    /** In the order of `proxies`. */
    subjects: z.array(
      z.object({
        name: z.string(),
        share: z.array(z.number().nullable()),
        connections: z.array(z.number().nullable()),
        latencyMs: z.array(z.number().nullable()),
      }),
    ),
  }),
  /** Piecewise-exponential from life tables of the window's last part; null: no sweep there carries one. */
  survival: z
    .object({ from: instant, to: instant, ages: z.array(z.number()), curves: z.array(survivalCurve) })
    .nullable(),
  /** What changed in the window, newest first: the marks of its charts. */
  observations: z.array(observationRow),
  /** Churn of the window that no sweep saw: it belongs to nobody. */
  unattributed: z.object({
    opened: z.number().nullable(),
    perSec: z.number().nullable(),
    /** Of all that opened, 0..1. */
    ratio: z.number().nullable(),
  }),
});
export type SkewAnswer = z.infer<typeof skewAnswer>;
