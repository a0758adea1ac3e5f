import { fork } from "node:child_process";
import { appendFileSync } from "node:fs";
import { repositoryRoot } from "@/e2e/stack";
import { childVariables } from "@/lib/config/environment";

export interface StartedScript {
  readonly pid: number;
  readonly exited: Promise<string>;
  readonly onMessage: (listener: (message: unknown) => void) => void;
  /** The end of what it printed. */
  readonly output: () => string;
  readonly stop: () => Promise<void>;
}

const KEPT_CHARACTERS = 4_000;

/**
 * Runs a script of ours with an IPC channel, by which it learns of our end, however that comes. All that it prints is
 * added to `logFile`; null: only the end of it is kept.
 */
export function startScript(
  script: string,
  args: readonly string[],
  preload: string,
  variables: Readonly<Record<string, string>>,
  logFile: string | null = null,
): StartedScript {
  const child = fork(script, args, {
    cwd: repositoryRoot,
    execArgv: ["--import", preload],
    // A group of its own: Ctrl-C reaches Playwright, whose teardown then ends things in order.
    detached: true,
    stdio: ["ignore", "pipe", "pipe", "ipc"],
    env: { NODE_ENV: "production", ...childVariables(variables) },
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding("utf8");
    stream?.on("data", (text: string) => {
      output = (output + text).slice(-KEPT_CHARACTERS);
      if (logFile !== null) appendFileSync(logFile, text);
    });
  }
  const exited = new Promise<string>((resolve) => {
    child.once("exit", (code, signal) => resolve(signal ?? `code ${code}`));
  });
  return {
    pid: child.pid ?? 0,
    exited,
    onMessage: (listener) => {
      child.on("message", listener);
    },
    output: () => output,
    stop: async () => {
      child.kill("SIGTERM");
      await exited;
    },
  };
}
