import type { BatchAppConfig } from "@/lab/clients/messages";
import { startExtraApplication } from "@/lab/scenarios/extra-application";
import type { ScenarioRun } from "@/lab/scenarios/scenario";

export const BATCH_APPLICATION = "orders-batch";

/**
 * Jobs with a connection of their own for half a minute to a minute: arrivals enough to be judged within
 * minutes, where pools alone open less than one a second. Returns what ends it.
 */
export function startBatchChurn(run: ScenarioRun, startEveryMs: number): Promise<() => Promise<void>> {
  const config: BatchAppConfig = {
    application: BATCH_APPLICATION,
    port: run.world.orders.balancer.port,
    startEveryMs,
    life: { minMs: 30_000, maxMs: 60_000 },
    requestEveryMs: 2_000,
  };
  return startExtraApplication(run, {
    application: BATCH_APPLICATION,
    program: "batch-app.ts",
    processes: [{ name: BATCH_APPLICATION, config }],
    detail: { startEveryMs, life: config.life },
  });
}
