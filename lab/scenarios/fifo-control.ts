import { z } from "zod";
import type { PoolOrder } from "@/lab/clients/messages";
import { aborted } from "@/lab/scenarios/aborted";
import { readInput } from "@/lab/scenarios/read-input";
import type { Scenario } from "@/lab/scenarios/scenario";

/** The control experiment to a drift: with FIFO every connection is used in turn, and no proxy is favoured. */
export const fifoControl: Scenario = {
  name: "fifo-control",
  summary: "Switches the pools of orders to FIFO until it is ended; then they are as before.",
  parameters: {},
  prepare: (input, world) => {
    readInput(z.strictObject({}), input);
    return async ({ record, signal }) => {
      const before = world.orders.applications.map((app) => ({ app, order: app.order() }));
      const change = async (app: (typeof before)[number]["app"], order: PoolOrder) => {
        await app.setOrder(order);
        record({ action: "pool-order-changed", subject: app.name, detail: { order } });
      };
      await Promise.all(before.map(({ app }) => change(app, "fifo")));
      await aborted(signal);
      await Promise.all(before.map(({ app, order }) => change(app, order)));
    };
  },
};
