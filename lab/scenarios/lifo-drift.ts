import { z } from "zod";
import { poolOrder } from "@/lab/clients/messages";
import { prepareDrift, SLOW_PROXY_WORDS, slowProxy } from "@/lab/scenarios/drift-experiment";
import { readInput } from "@/lab/scenarios/read-input";
import type { Scenario } from "@/lab/scenarios/scenario";

const parameters = z.strictObject({ ...slowProxy, order: poolOrder.default("lifo") });

export const lifoDrift: Scenario = {
  name: "lifo-drift",
  summary:
    "Makes one proxy of orders slow under clients with LIFO pools, until it is ended: connections gather at the slow one.",
  parameters: { ...SLOW_PROXY_WORDS, order: 'of the added clients\' pools, "lifo" (default) or "fifo"' },
  prepare: (input, world) => prepareDrift(world, readInput(parameters, input)),
};
