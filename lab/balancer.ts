import { startHaproxy, USUAL_WEIGHT, writeBalancerConfig } from "@/lab/haproxy";
import { tellHaproxy } from "@/lab/haproxy-command";
import type { LabProxy } from "@/lab/lab-proxy";
import type { SupervisedProcess, Supervisor } from "@/lab/processes";

export interface LoadBalancer {
  readonly port: number;
  readonly statsPort: number;
  readonly process: SupervisedProcess;
  /** Share of new connections, relative to the others'. */
  readonly setWeight: (proxy: string, weight: number) => Promise<void>;
  readonly weightOf: (proxy: string) => number;
  /** Takes a proxy into the rotation, or out of it; open connections stay as they are. */
  readonly setInRotation: (proxy: string, isIn: boolean) => Promise<void>;
}

export interface LoadBalancerOptions {
  readonly supervisor: Supervisor;
  readonly port: number;
  readonly statsPort: number;
  readonly adminPort: number;
  readonly proxies: readonly Pick<LabProxy, "name" | "port" | "statsPort">[];
  /** Known to it, but out of rotation. */
  readonly spare: Pick<LabProxy, "name" | "port" | "statsPort">;
}

export async function startBalancer({
  supervisor,
  proxies,
  spare,
  ...ports
}: LoadBalancerOptions): Promise<LoadBalancer> {
  const config = writeBalancerConfig({ ...ports, proxies: [...proxies, { ...spare, isSpare: true }] });
  const { port, statsPort, adminPort } = ports;
  const process = await startHaproxy({ supervisor, name: "balancer", config, statsPort });
  const weights = new Map<string, number>();
  return {
    port,
    statsPort,
    process,
    setWeight: async (proxy, weight) => {
      await tellHaproxy(adminPort, `set weight redis/${proxy} ${weight}`);
      weights.set(proxy, weight);
    },
    weightOf: (proxy) => weights.get(proxy) ?? USUAL_WEIGHT,
    setInRotation: (proxy, isIn) =>
      tellHaproxy(adminPort, `set server redis/${proxy} state ${isIn ? "ready" : "maint"}`),
  };
}
