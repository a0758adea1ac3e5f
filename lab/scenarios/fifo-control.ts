import { z } from "zod";
import type { PoolOrder } from "@/lab/clients/messages";
import { prepareDrift, SLOW_PROXY_WORDS, slowProxy } from "@/lab/scenarios/drift-experiment";
import { readInput } from "@/lab/scenarios/read-input";
import type { Scenario } from "@/lab/scenarios/scenario";
import { undoing } from "@/lab/scenarios/undoing";

const parameters = z.strictObject(slowProxy);

/** The control experiment to a drift: with FIFO every connection is used in turn, and no proxy is favoured. */
export const fifoControl: Scenario = {
  name: "fifo-control",
  summary:
    "The same slow proxy and the same clients as lifo-drift, all pools of orders FIFO: connections stay even, until it is ended.",
  parameters: SLOW_PROXY_WORDS,
  prepare: (input, world) => {
    const experiment = prepareDrift(world, { ...readInput(parameters, input), order: "fifo" });
    return (run) =>
      undoing(async (undo) => {
        const change = async (app: (typeof world.orders.applications)[number], order: PoolOrder) => {
          await app.setOrder(order);
          run.record({ action: "pool-order-changed", subject: app.name, detail: { order } });
        };
        const before = world.orders.applications.map((app) => ({ app, order: app.order() }));
        undo(async () => void (await Promise.all(before.map(({ app, order }) => change(app, order)))));
        await Promise.all(before.map(({ app }) => change(app, "fifo")));
        await experiment(run);
      });
  },
};
