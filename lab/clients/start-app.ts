import {
  type AppOrder,
  type AppReport,
  appReport,
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
  /** Makes it forget one connection each so often, opened at `port`. Resolves when it has begun. */
  readonly startLeak: (leak: { readonly port: number; readonly everyMs: number }) => Promise<void>;
  /** Closes what it forgot; resolves with how many these were. */
  readonly stopLeak: () => Promise<number>;
}

export async function startPooledApp(
  supervisor: Supervisor,
  script: string,
  config: PooledAppConfig,
): Promise<PooledApp> {
  const process = await startApp(supervisor, script, config);
  let order = config.order;
  const waiting: ((report: AppReport) => void)[] = [];
  process.onMessage((message) => {
    const report = appReport.safeParse(message).data;
    if (report !== undefined) waiting.shift()?.(report);
  });
  /** Orders are answered one by one, in their order. */
  const tell = (message: AppOrder) =>
    new Promise<AppReport>((resolve, reject) => {
      waiting.push(resolve);
      void process.exited.then((how) => reject(new Error(`${config.application} is gone (${how})`)));
      process.send(message);
    });
  return {
    name: config.application,
    pods: config.pods,
    process,
    order: () => order,
    setOrder: async (wanted) => {
      await tell({ type: "order", order: wanted });
      order = wanted;
    },
    startLeak: async (leak) => {
      await tell({ type: "leak", leak });
    },
    stopLeak: async () => {
      const report = await tell({ type: "leak", leak: null });
      return report.type === "leak" ? report.leaked : 0;
    },
  };
}

/** Runs one of the scripts of this folder; `name` is its application's unless it is one of several processes. */
export function startApp(
  supervisor: Supervisor,
  script: string,
  config: { readonly application: string },
  name = config.application,
): Promise<SupervisedProcess> {
  return supervisor.start({
    name,
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
