import { z } from "zod";
import { wholeNumber } from "./number";
import { askedInstant, instant } from "./time";

/** GET /api/v1/clusters/{id}/clients?at&proxy&group&node&q&sort&cursor&limit : who is (or was) connected. */

/** The value of `proxy` that asks for connections which come through no declared proxy. */
export const DIRECT = "direct";

export const clientsSort = z.enum(["newest", "oldest", "name", "address", "proxy", "group", "node"]);
export type ClientsSort = z.infer<typeof clientsSort>;

const filterText = z.string().min(1).max(300);

export const clientsParams = z.strictObject({
  at: askedInstant.optional().meta({ description: "The moment to show; without it the latest sweeps." }),
  proxy: filterText.optional().meta({ description: "A proxy's name, or `direct`." }),
  group: filterText.optional(),
  node: filterText.optional().meta({ description: "A node's address." }),
  q: filterText.optional().meta({ description: "Text contained in name, address, user or library." }),
  sort: clientsSort.default("newest"),
  cursor: z
    .string()
    .max(500)
    .optional()
    .meta({ description: "nextCursor of the page before; it keeps the moment." }),
  limit: wholeNumber(1, 1000).default(100),
});
export type ClientsParams = z.infer<typeof clientsParams>;

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

/** Libraries listed per group; what is beyond is not listed. */
export const MAX_LIBRARIES = 8;

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
  /** Largest first, over the connections that pass every filter but `group`: one can go from group to group. */
  groups: z.array(clientGroup),
  connections: z.array(clientConnection),
  nextCursor: z.string().nullable(),
});
export type ClientsAnswer = z.infer<typeof clientsAnswer>;
