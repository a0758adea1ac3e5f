import {
  type AppOrder,
  appReport,
  type ClusterAppConfig,
  type PooledAppConfig,
  type PoolOrder,
} from "@/lab/clients/messages";
import type { SupervisedProcess, Supervisor } from "@/lab/processes";

export interface PooledApp {
  readonly name: string;
  readonly pods: readonly string[];
  readonly process: SupervisedProcess;
  readonly order: () => PoolOrder;
  /** Resolves when the pools of all its pods have the new order. */
  readonly setOrder: (order: PoolOrder) => Promise<void>;
}

export async function startPooledApp(
  supervisor: Supervisor,
  script: string,
  config: PooledAppConfig,
): Promise<PooledApp> {
  const process = await startApp(supervisor, script, config);
  let order = config.order;
  const waiting: (() => void)[] = [];
  process.onMessage((message) => {
    const parsed = appReport.safeParse(message);
    if (!parsed.success || parsed.data.type !== "order") return;
    order = parsed.data.order;
    waiting.shift()?.();
  });
  return {
    name: config.application,
    pods: config.pods,
    process,
    order: () => order,
    setOrder: (wanted) =>
      new Promise((resolve, reject) => {
        waiting.push(resolve);
        void process.exited.then((how) => reject(new Error(`${config.application} is gone (${how})`)));
        process.send({ type: "order", order: wanted } satisfies AppOrder);
      }),
  };
}

export function startApp(
  supervisor: Supervisor,
  script: string,
  config: PooledAppConfig | ClusterAppConfig,
): Promise<SupervisedProcess> {
  return supervisor.start({
    name: config.application,
    command: script,
    args: [JSON.stringify(config)],
    ipc: true,
    whenReady: (process) =>
      new Promise((resolve) => {
        process.onMessage((message) => {
          if (appReport.safeParse(message).data?.type === "ready") resolve();
        });
      }),
  });
}
