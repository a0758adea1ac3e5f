import { join } from "node:path";
import { bundlePrograms } from "@/lab/bundle-programs";
import type { SupervisedProcess, Supervisor } from "@/lab/processes";
import { type RelayConfig, type RelayOrder, relayReport } from "@/lab/relay/messages";

export interface Relay {
  readonly process: SupervisedProcess;
  /** Where the proxy of this route finds its way to Redis. */
  readonly portOf: (route: string) => number;
  readonly delayOf: (route: string) => number;
  /** Resolves when it holds for open connections and new ones. 0: no delay. */
  readonly setDelay: (route: string, delayMs: number) => Promise<void>;
}

/**
 * One process between the proxies of a cluster and Redis. It gives each proxy a source address, also those
 * that cannot choose one themselves, and can make it slower by a fixed time in the direction of Redis.
 */
export async function startRelay(
  supervisor: Supervisor,
  name: string,
  routes: RelayConfig["routes"],
): Promise<Relay> {
  const [script = ""] = bundlePrograms(["relay/relay-process.ts"], join(supervisor.dir, "programs"));
  const ports = new Map<string, number>();
  const delays = new Map<string, number>();
  const waiting: (() => void)[] = [];
  const process = await supervisor.start({
    name,
    command: script,
    args: [JSON.stringify({ routes } satisfies RelayConfig)],
    ipc: true,
    whenReady: (started) =>
      new Promise((resolve) => {
        started.onMessage((message) => {
          const report = relayReport.safeParse(message).data;
          if (report?.type !== "ready") return;
          for (const [index, route] of routes.entries()) ports.set(route.name, report.ports[index] ?? 0);
          resolve();
        });
      }),
  });
  process.onMessage((message) => {
    const report = relayReport.safeParse(message).data;
    if (report?.type !== "delayed") return;
    delays.set(report.route, report.delayMs);
    waiting.shift()?.();
  });
  return {
    process,
    portOf: (route) => {
      const port = ports.get(route);
      if (port === undefined) throw new Error(`${name} has no route ${route}`);
      return port;
    },
    delayOf: (route) => delays.get(route) ?? 0,
    setDelay: (route, delayMs) =>
      new Promise((resolve, reject) => {
        waiting.push(resolve);
        void process.exited.then((how) => reject(new Error(`${name} is gone (${how})`)));
        process.send({ route, delayMs } satisfies RelayOrder);
      }),
  };
}
