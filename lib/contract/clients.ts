import { z } from "zod";
import { instant } from "./time";

/** GET /api/v1/clusters/{id}/clients?at&proxy&group&node&q&sort&cursor&limit : who is (or was) connected. */

export const clientConnection = z.object({
  node: z.string(),
  id: z.number().int(),
  addr: z.string(),
  proxy: z.string().nullable(),
  group: z.string(),
  name: z.string(),
  user: z.string(),
  libName: z.string(),
  libVer: z.string(),
  openedAt: instant,
});
export type ClientConnection = z.infer<typeof clientConnection>;

export const clientGroup = z.object({
  name: z.string(),
  origin: z.enum(["declared", "derived", "other"]),
  connections: z.number().int(),
  /** Share of all connections of the cluster at that moment. */
  share: z.number(),
  oldest: instant.nullable(),
  newest: instant.nullable(),
  libraries: z.array(z.object({ library: z.string(), connections: z.number().int() })),
  perProxy: z.array(z.object({ proxy: z.string().nullable(), connections: z.number().int() })),
  perNode: z.array(z.object({ node: z.string(), connections: z.number().int() })),
});
export type ClientGroup = z.infer<typeof clientGroup>;

export const clientsAnswer = z.object({
  now: instant,
  /** The moment asked for; the answer is the set of connections at the last sweep of each node up to it. */
  at: instant,
  live: z.boolean(),
  total: z.number().int(),
  /** Connections that pass the filters. */
  matching: z.number().int(),
  nodes: z.array(
    z.object({
      node: z.string(),
      sweptAt: instant.nullable(),
      connections: z.number().int().nullable(),
      reason: z.string().nullable(),
    }),
  ),
  groups: z.array(clientGroup),
  connections: z.array(clientConnection),
  nextCursor: z.string().nullable(),
});
export type ClientsAnswer = z.infer<typeof clientsAnswer>;
