import { fork } from "node:child_process";
import { join } from "node:path";
import { bundlePrograms } from "@/lab/bundle-programs";
import type { ProcessRecord } from "@/lab/process-record";

export interface Watchdog {
  /** Nothing is started before it: what it is not there for, nobody would end. */
  readonly watching: Promise<void>;
  readonly tell: (record: ProcessRecord) => void;
  readonly release: () => Promise<void>;
}

/** `temporary`: the folder goes with the processes. */
export function startWatchdog(dir: string, temporary: boolean): Watchdog {
  const [script] = bundlePrograms(["watchdog.ts"], join(dir, "programs"));
  if (script === undefined) throw new Error("the watchdog was not built");
  const watchdog = fork(script, [dir, temporary ? "temporary" : "kept"], {
    detached: true,
    stdio: "ignore",
    execArgv: [],
  });
  const gone = new Promise<void>((resolve) => watchdog.once("exit", () => resolve()));
  const watching = new Promise<void>((resolve, reject) => {
    watchdog.once("message", () => {
      watchdog.channel?.unref();
      resolve();
    });
    watchdog.once("exit", () => reject(new Error("the watchdog did not start")));
  });
  // Whoever starts something learns of it.
  watching.catch(() => undefined);
  watchdog.unref();
  return {
    watching,
    tell: (record) => {
      if (watchdog.connected) watchdog.send(record);
    },
    release: async () => {
      watchdog.ref();
      if (watchdog.connected) watchdog.disconnect();
      await gone;
    },
  };
}
