import { z } from "zod";

/** What the database process is started with: one argument, as JSON. */
export const embeddedArguments = z.object({
  dataDir: z.string(),
  /** Of the dashboard, for those who find the folder held. */
  port: z.number().int().nullable(),
});
export type EmbeddedArguments = z.infer<typeof embeddedArguments>;

/** What it tells its parent. */
export const embeddedMessage = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("ready"), socketDir: z.string() }),
  z.object({ kind: z.literal("failed"), message: z.string() }),
]);
export type EmbeddedMessage = z.infer<typeof embeddedMessage>;
