import { z } from "zod";
import type { StreamAppConfig } from "@/lab/clients/messages";
import { aborted } from "@/lab/scenarios/aborted";
import { refuseWhileRunning, startExtraApplication } from "@/lab/scenarios/extra-application";
import { findProxy } from "@/lab/scenarios/find-proxy";
import { readInput } from "@/lab/scenarios/read-input";
import type { Scenario } from "@/lab/scenarios/scenario";
import { undoing } from "@/lab/scenarios/undoing";

const APPLICATION = "orders-stream";

const parameters = z.strictObject({
  proxy: z.string().default("proxy-2"),
  connections: z.number().int().min(1).max(20).default(2),
  commandsPerSec: z.number().int().min(100).max(50_000).default(4_000),
});

/** Five times a second on each connection. */
const EVERY_MS = 200;

/** Connections are even, load is not: a few of them carry most of the commands. */
export const hotConnections: Scenario = {
  name: "hot-connections",
  summary:
    "Adds an application that pipelines heavily on few connections, all through one proxy of orders, until it is ended.",
  parameters: {
    proxy: 'the one that they go through, default "proxy-2"',
    connections: "how many, default 2",
    commandsPerSec: "of all of them, default 4000",
  },
  prepare: (input, world) => {
    const { proxy: name, connections, commandsPerSec } = readInput(parameters, input);
    const proxy = findProxy(world, name);
    refuseWhileRunning(world, APPLICATION);
    const config: StreamAppConfig = {
      application: APPLICATION,
      port: proxy.port,
      connections,
      batch: Math.max(1, Math.round((commandsPerSec * EVERY_MS) / 1_000 / connections)),
      everyMs: EVERY_MS,
    };
    return (run) =>
      undoing(async (undo) => {
        undo(
          await startExtraApplication(run, {
            application: APPLICATION,
            program: "stream-app.ts",
            processes: [{ name: APPLICATION, config }],
            detail: { proxy: name, group: APPLICATION, connections, commandsPerSec },
          }),
        );
        await aborted(run.signal);
      });
  },
};
