import { startHaproxy, writeProxyConfig } from "@/lab/haproxy";
import type { SupervisedProcess, Supervisor } from "@/lab/processes";
import type { Relay } from "@/lab/relay/start-relay";

/** A real HAProxy, and behind it the relay's way to Redis. */
export interface LabProxy {
  readonly name: string;
  /** Where Redis sees it come from. */
  readonly address: string;
  readonly zone: string;
  readonly port: number;
  readonly statsPort: number;
  readonly process: () => SupervisedProcess;
  readonly stop: () => Promise<void>;
  readonly start: () => Promise<void>;
  readonly delayMs: () => number;
  /** Holds what it sends to Redis for so long; resolves when that is so. */
  readonly setDelay: (delayMs: number) => Promise<void>;
}

export type ProxyPlan = Pick<LabProxy, "name" | "address" | "zone" | "port" | "statsPort">;

export async function startProxy(supervisor: Supervisor, relay: Relay, plan: ProxyPlan): Promise<LabProxy> {
  const config = writeProxyConfig({ ...plan, targetPort: relay.portOf(plan.name) });
  const launch = () => startHaproxy({ supervisor, name: plan.name, config, statsPort: plan.statsPort });
  let process = await launch();
  return {
    ...plan,
    process: () => process,
    stop: () => process.stop(),
    start: async () => {
      process = await launch();
    },
    delayMs: () => relay.delayOf(plan.name),
    setDelay: (delayMs) => relay.setDelay(plan.name, delayMs),
  };
}
