import { setTimeout as delay } from "node:timers/promises";
import { z } from "zod";
import { countConnectionsByAddress } from "@/lab/connection-counts";
import { findProxy } from "@/lab/scenarios/find-proxy";
import { readInput } from "@/lab/scenarios/read-input";
import type { Scenario } from "@/lab/scenarios/scenario";

const parameters = z.strictObject({
  proxy: z.string().default("proxy-2"),
  downMs: z.number().int().min(0).max(600_000).default(1_500),
});

/** The proxy starts again at zero and gets its fair share of new connections only. */
export const proxyRestart: Scenario = {
  name: "proxy-restart",
  summary:
    "Restarts one proxy of orders: its connections drop and reopen over the others; it regains its share of new ones only.",
  parameters: {
    proxy: 'which one, default "proxy-2"',
    downMs: "ms between its end and its start, default 1500",
  },
  prepare: (input, world) => {
    const { proxy: name, downMs } = readInput(parameters, input);
    const proxy = findProxy(world, name);
    const countConnections = async () => {
      const counts = await countConnectionsByAddress(world.orders.redis.primary.port);
      return counts.get(proxy.address) ?? 0;
    };
    return async ({ record, signal }) => {
      const connections = await countConnections();
      await proxy.stop();
      record({ action: "proxy-stopped", subject: name, detail: { connectionsBefore: connections } });
      // Ended early, the proxy comes back at once.
      await delay(downMs, undefined, { signal }).catch(() => undefined);
      await proxy.start();
      record({ action: "proxy-started", subject: name, detail: { connections: await countConnections() } });
    };
  },
};
