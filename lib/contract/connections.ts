import { z } from "zod";
import { wholeNumber } from "./number";
import { observationRow } from "./observation";
import { checkWindow, instant, windowParams, windowSchema } from "./time";

/** GET /api/v1/clusters/{id}/connections?from&to|last&by&points&top : connections over time, about one point per pixel. */

export const connectionsBy = z.enum(["proxy", "group", "node"]);
export type ConnectionsBy = z.infer<typeof connectionsBy>;

export const connectionsParams = z
  .strictObject({
    ...windowParams,
    by: connectionsBy.default("proxy"),
    points: wholeNumber(10, 1500)
      .default(300)
      .meta({ description: "Buckets wanted: about the width in pixels." }),
    top: wholeNumber(1, 50)
      .default(10)
      .meta({ description: "Series shown; what is beyond is one series, `rest`." }),
  })
  .superRefine(checkWindow);
export type ConnectionsParams = z.infer<typeof connectionsParams>;

export const connectionSeries = z.object({
  /** Stable within the answer's `by`: the proxy's, group's or node's name. */
  name: z.string(),
  /** `rest` gathers what is beyond the number of series asked for. `direct` came through no declared proxy. */
  role: z.enum(["subject", "direct", "other", "rest"]),
  /** Mean of the counts per sweep in the bucket, summed over nodes; null: nothing was collected. */
  connections: z.array(z.number().nullable()),
  openedPerSec: z.array(z.number().nullable()),
  closedPerSec: z.array(z.number().nullable()),
});
export type ConnectionSeries = z.infer<typeof connectionSeries>;

export const collectionGap = z.object({
  from: instant,
  to: instant,
  /** Node that was not seen, or null: the collector itself was away. */
  node: z.string().nullable(),
  /** True while it lasts: `to` is then the answer's `now`. */
  ongoing: z.boolean(),
  reason: z.string(),
  /** Opened and closed inside the gap as far as the sweep after it can tell. */
  opened: z.number().int().nullable(),
  closed: z.number().int().nullable(),
});
export type CollectionGap = z.infer<typeof collectionGap>;

export const connectionsAnswer = z.object({
  now: instant,
  window: windowSchema,
  by: connectionsBy,
  stepMs: z.number().int(),
  /** What the points are made of. */
  resolution: z.enum(["sweep", "minute", "hour"]),
  /** Start of each bucket. */
  at: z.array(instant),
  series: z.array(connectionSeries),
  /** Of how many subjects the series show the largest. */
  subjects: z.object({ shown: z.number().int(), of: z.number().int() }),
  total: z.array(z.number().nullable()),
  unattributedPerSec: z.array(z.number().nullable()),
  /** Nodes seen in the bucket; a line must not be read across a change of it. */
  nodesSeen: z.array(z.number().int()),
  nodesExpected: z.number().int(),
  gaps: z.array(collectionGap),
  /** What changed in the window, newest first: the marks of its charts. */
  observations: z.array(observationRow),
});
export type ConnectionsAnswer = z.infer<typeof connectionsAnswer>;
