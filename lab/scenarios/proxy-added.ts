import { setTimeout as delay } from "node:timers/promises";
import { z } from "zod";
import { aborted } from "@/lab/scenarios/aborted";
import { BATCH_APPLICATION, startBatchChurn } from "@/lab/scenarios/batch-churn";
import { refuseWhileRunning } from "@/lab/scenarios/extra-application";
import { readInput } from "@/lab/scenarios/read-input";
import type { Scenario } from "@/lab/scenarios/scenario";
import { undoing } from "@/lab/scenarios/undoing";

const parameters = z.strictObject({
  declaredMs: z.number().int().min(0).max(600_000).default(5_000),
  startEveryMs: z.number().int().min(50).max(60_000).default(400),
});

/** A new proxy starts with nothing and gets its fair share of new connections only. */
export const proxyAdded: Scenario = {
  name: "proxy-added",
  summary:
    "Starts a fifth proxy for orders, declares it in the lab's fleet file and takes it into rotation, until it is ended.",
  parameters: {
    declaredMs: "ms between its entry in the fleet file and its first connection, default 5000",
    startEveryMs: "ms from one short-lived job to the next, default 400",
  },
  prepare: (input, world) => {
    const { declaredMs, startEveryMs } = readInput(parameters, input);
    refuseWhileRunning(world, BATCH_APPLICATION);
    const { orders } = world;
    return (run) =>
      undoing(async (undo) => {
        undo(await startBatchChurn(run, startEveryMs));
        const proxy = await orders.addProxy();
        undo(async () => {
          await orders.removeAddedProxy();
          world.declareFleet();
          run.record({ action: "proxy-removed", subject: proxy.name });
        });
        world.declareFleet();
        run.record({
          action: "proxy-declared",
          subject: proxy.name,
          detail: { address: proxy.address, zone: proxy.zone },
        });
        await delay(declaredMs, undefined, { signal: run.signal }).catch(() => undefined);
        if (run.signal.aborted) return;
        await orders.balancer.setInRotation(proxy.name, true);
        run.record({ action: "proxy-added", subject: proxy.name });
        await aborted(run.signal);
      });
  },
};
