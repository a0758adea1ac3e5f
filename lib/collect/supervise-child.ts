import { type ChildProcess, fork } from "node:child_process";
import { backOffMs } from "./back-off";

export interface SupervisedOptions {
  /** The program, an ES module. */
  readonly entry: string;
  readonly variables: Record<string, string>;
  readonly log: (line: string) => void;
  /** A child that gives no sign of life for so long hangs, and is killed. */
  readonly silentMs?: number;
}

export interface Supervised {
  /** Of the process now; null while it is about to be started again. */
  pid(): number | null;
  stop(): Promise<void>;
}

const RESTART = { firstMs: 500, mostMs: 30_000 };
/** A child that ran for so long did not die of its start. */
const HEALTHY_AFTER_MS = 60_000;
const STOP_WITHIN_MS = 10_000;
/** The child gives a sign every two seconds; a loop that is busy for half a minute will not come back. */
const SILENT_MS = 30_000;

/**
 * Keeps a child process running, and replaces one that hangs: any message is a sign of life. It ends with us
 * however we end: its IPC channel closes, and it is written to end then.
 */
export function superviseChild({
  entry,
  variables,
  log,
  silentMs = SILENT_MS,
}: SupervisedOptions): Supervised {
  let child: ChildProcess | null = null;
  let failures = 0;
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;

  const start = (): void => {
    const startedAt = performance.now();
    // No loader or inspector of ours: the program is bundled, and a debugger's port would clash.
    const started = fork(entry, [], {
      execArgv: [],
      env: { NODE_ENV: "production", ...variables },
      stdio: ["ignore", "inherit", "inherit", "ipc"],
    });
    child = started;
    const giveUp = (): void => {
      log(`the collector has been silent for ${Math.round(silentMs / 1000)} s: it hangs, and is killed`);
      started.kill("SIGKILL");
    };
    let silence = setTimeout(giveUp, silentMs);
    started.on("message", () => {
      clearTimeout(silence);
      silence = setTimeout(giveUp, silentMs);
    });
    started.once("error", (error) => log(`the collector could not be started: ${error.message}`));
    started.once("exit", (code, signal) => {
      child = null;
      clearTimeout(silence);
      if (stopped) return;
      failures = performance.now() - startedAt > HEALTHY_AFTER_MS ? 1 : failures + 1;
      const waitMs = backOffMs(failures, RESTART, Math.random());
      log(`the collector ended (${signal ?? `exit code ${code}`}); it is started again in ${waitMs} ms`);
      timer = setTimeout(start, waitMs);
    });
  };

  start();
  return {
    pid: () => child?.pid ?? null,
    async stop() {
      stopped = true;
      clearTimeout(timer);
      const running = child;
      if (running === null) return;
      const exited = new Promise<void>((resolve) => running.once("exit", () => resolve()));
      const force = setTimeout(() => running.kill("SIGKILL"), STOP_WITHIN_MS);
      if (running.connected) running.disconnect();
      await exited;
      clearTimeout(force);
    },
  };
}
