import { z } from "zod";
import { USUAL_WEIGHT } from "@/lab/haproxy";
import { aborted } from "@/lab/scenarios/aborted";
import { BATCH_APPLICATION, startBatchChurn } from "@/lab/scenarios/batch-churn";
import { refuseWhileRunning } from "@/lab/scenarios/extra-application";
import { findProxy } from "@/lab/scenarios/find-proxy";
import { readInput } from "@/lab/scenarios/read-input";
import type { Scenario } from "@/lab/scenarios/scenario";
import { undoing } from "@/lab/scenarios/undoing";

const parameters = z.strictObject({
  proxy: z.string().default("proxy-4"),
  weight: z.number().int().min(0).max(256).default(30),
  startEveryMs: z.number().int().min(50).max(60_000).default(400),
});

/** Weighted round robin: a proxy gets more new connections than the others, and loses its own as they do. */
export const unevenArrivals: Scenario = {
  name: "uneven-arrivals",
  summary:
    "Gives one proxy of orders another weight at the load balancer, under short-lived jobs, until it is ended.",
  parameters: {
    proxy: 'which one, default "proxy-4"',
    weight: `its weight, default 30; the others have ${USUAL_WEIGHT}`,
    startEveryMs: "ms from one job to the next, each with a connection for 30 to 60 s, default 400",
  },
  prepare: (input, world) => {
    const { proxy: name, weight, startEveryMs } = readInput(parameters, input);
    findProxy(world, name);
    refuseWhileRunning(world, BATCH_APPLICATION);
    const { balancer } = world.orders;
    return (run) =>
      undoing(async (undo) => {
        const weigh = async (value: number) => {
          await balancer.setWeight(name, value);
          run.record({ action: "proxy-weighted", subject: name, detail: { weight: value } });
        };
        const before = balancer.weightOf(name);
        undo(() => weigh(before));
        await weigh(weight);
        undo(await startBatchChurn(run, startEveryMs));
        await aborted(run.signal);
      });
  },
};
