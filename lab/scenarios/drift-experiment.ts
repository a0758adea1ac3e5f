import { z } from "zod";
import type { BurstAppConfig, PoolOrder } from "@/lab/clients/messages";
import { aborted } from "@/lab/scenarios/aborted";
import { refuseWhileRunning, startExtraApplication } from "@/lab/scenarios/extra-application";
import { findProxy } from "@/lab/scenarios/find-proxy";
import type { LabWorld, ScenarioRun } from "@/lab/scenarios/scenario";
import { undoing } from "@/lab/scenarios/undoing";

const APPLICATION = "drift-api";
const PODS = ["5c8fd", "5cb7k", "5cmq4", "5czt9"];

export const slowProxy = {
  proxy: z.string().default("proxy-3"),
  delayMs: z.number().int().min(0).max(5_000).default(200),
};

export const SLOW_PROXY_WORDS = {
  proxy: 'the slow one, default "proxy-3"',
  delayMs: "ms that it holds what it sends to Redis, default 200",
};

export interface DriftExperiment {
  readonly proxy: string;
  readonly delayMs: number;
  readonly order: PoolOrder;
}

/**
 * The published reproduction: one slow proxy; four clients, each with 100 requests a second released at once
 * and 150 each tenth time; pools of up to 200 that evict what was idle for 5 s, looked for each second.
 * Lasts until it is ended. Throws ScenarioInputError at once, not when it runs.
 */
export function prepareDrift(world: LabWorld, { proxy: name, delayMs, order }: DriftExperiment) {
  const proxy = findProxy(world, name);
  refuseWhileRunning(world, APPLICATION);
  return (run: ScenarioRun): Promise<void> =>
    undoing(async (undo) => {
      const delayed = async (ms: number) => {
        await proxy.setDelay(ms);
        run.record({
          action: "proxy-delayed",
          subject: name,
          detail: { delayMs: ms, address: proxy.address },
        });
      };
      const before = proxy.delayMs();
      undo(() => delayed(before));
      await delayed(delayMs);
      const processes = PODS.map((pod) => ({
        name: `${APPLICATION}-${pod}`,
        config: describePod(world.orders.balancer.port, pod, order),
      }));
      const detail = { order, pods: PODS };
      undo(
        await startExtraApplication(run, {
          application: APPLICATION,
          program: "burst-app.ts",
          processes,
          detail,
        }),
      );
      await aborted(run.signal);
    });
}

function describePod(port: number, pod: string, order: PoolOrder): BurstAppConfig {
  return {
    application: APPLICATION,
    ports: [port],
    isNamed: true,
    order,
    pool: { min: 0, max: 200, minEvictableIdleMs: 5_000, evictionEveryMs: 1_000 },
    pod,
    everyMs: 1_000,
    burst: 100,
    bigBurstEvery: 10,
    bigBurst: 150,
  };
}
