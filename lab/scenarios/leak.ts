import { z } from "zod";
import { aborted } from "@/lab/scenarios/aborted";
import { findProxy } from "@/lab/scenarios/find-proxy";
import { readInput } from "@/lab/scenarios/read-input";
import { type Scenario, ScenarioInputError } from "@/lab/scenarios/scenario";
import { undoing } from "@/lab/scenarios/undoing";

const parameters = z.strictObject({
  application: z.string().default("orders-worker"),
  proxy: z.string().nullable().default(null),
  everyMs: z.number().int().min(50).max(600_000).default(1_000),
});

/** Connections that nobody uses and nobody closes: they only grow older. */
export const leak: Scenario = {
  name: "leak",
  summary:
    "Makes an application of orders take connections and never return them, until it is ended; then they are closed.",
  parameters: {
    application: 'which one, default "orders-worker"',
    proxy: "the proxy that they go through; default null: any, by way of the load balancer",
    everyMs: "ms from one forgotten connection to the next, default 1000",
  },
  prepare: (input, world) => {
    const { application: subject, proxy, everyMs } = readInput(parameters, input);
    const { applications, balancer } = world.orders;
    const application = applications.find(({ name }) => name === subject);
    if (application === undefined) {
      const known = applications.map(({ name }) => name).join(", ");
      const message = `no application "${subject}" (known: ${known})`;
      throw new ScenarioInputError([{ field: "application", message }]);
    }
    const { port } = proxy === null ? balancer : findProxy(world, proxy);
    return ({ record, signal }) =>
      undoing(async (undo) => {
        undo(async () => {
          const closed = await application.stopLeak();
          record({ action: "leak-stopped", subject, detail: { closed } });
        });
        await application.startLeak({ port, everyMs });
        record({ action: "leak-started", subject, detail: { everyMs, proxy, group: subject } });
        await aborted(signal);
      });
  },
};
