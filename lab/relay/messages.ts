import { z } from "zod";

/** What the relay is started with (its first argument, JSON): one way in for each proxy. */
export const relayConfig = z.object({
  routes: z.array(
    z.object({
      name: z.string(),
      /** Loopback address that its connections go out from. */
      source: z.string(),
      targetPort: z.number(),
    }),
  ),
});
export type RelayConfig = z.infer<typeof relayConfig>;

/** From the lab to the relay: from now on what comes in on this route waits so long. */
export const relayOrder = z.object({ route: z.string(), delayMs: z.number().min(0) });
export type RelayOrder = z.infer<typeof relayOrder>;

/** From the relay to the lab. */
export const relayReport = z.discriminatedUnion("type", [
  /** In the order of the routes. */
  z.object({ type: z.literal("ready"), ports: z.array(z.number()) }),
  z.object({ type: z.literal("delayed"), route: z.string(), delayMs: z.number() }),
]);
export type RelayReport = z.infer<typeof relayReport>;
