import { type ChildProcess, fork } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { formatEmbeddedAddress } from "../address";
import { type EmbeddedArguments, embeddedMessage } from "./messages";

export interface EmbeddedOptions {
  /** Folder of the database; made when missing. One process at a time. */
  readonly dataDir: string;
  /** The dashboard's, named to a second process that wants the same folder. */
  readonly port: number | null;
  /** The bundled database process. Default: dist/embedded.mjs of the working folder. */
  readonly entry?: string;
  /** Told in one line of each restart and its reason. */
  readonly onProblem?: (message: string) => void;
}

export interface EmbeddedDatabase {
  /** For openStore; stays the same when the process is restarted. */
  readonly address: string;
  /** Of the process now; null while it is being restarted. */
  pid(): number | null;
  stop(): Promise<void>;
}

const FIRST_BACKOFF_MS = 250;
const LAST_BACKOFF_MS = 30_000;

/**
 * Starts the embedded database as a child process and keeps it running until stop(). Rejects with the reason when it
 * does not start: "/data is held by pid 4711 on host since … (dashboard on port 3000); …".
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedDatabase> {
  const entry = options.entry ?? join(/* turbopackIgnore: true */ process.cwd(), "dist", "embedded.mjs");
  if (!existsSync(entry)) throw new Error(`${entry} is missing; "npm run build" makes it`);
  const first = await launch(entry, options);
  let child: ChildProcess | null = first.child;
  let stopped = false;
  let backoffMs = FIRST_BACKOFF_MS;
  let retry: NodeJS.Timeout | null = null;

  function supervise(running: ChildProcess): void {
    running.once("exit", (code, signal) => {
      child = null;
      if (stopped) return;
      options.onProblem?.(
        `the embedded database ended (${signal ?? `exit code ${code}`}); starting it again`,
      );
      restartLater();
    });
  }

  function restartLater(): void {
    retry = setTimeout(() => {
      launch(entry, options).then(
        (again) => {
          backoffMs = FIRST_BACKOFF_MS;
          child = again.child;
          supervise(again.child);
          if (stopped) again.child.disconnect();
        },
        (error: unknown) => {
          options.onProblem?.(error instanceof Error ? error.message : String(error));
          if (!stopped) restartLater();
        },
      );
    }, backoffMs);
    backoffMs = Math.min(backoffMs * 2, LAST_BACKOFF_MS);
  }

  supervise(first.child);
  return {
    address: formatEmbeddedAddress(first.socketDir),
    pid: () => child?.pid ?? null,
    stop: async () => {
      stopped = true;
      if (retry !== null) clearTimeout(retry);
      const running = child;
      if (running === null || running.exitCode !== null) return;
      const ended = new Promise<void>((resolve) => running.once("exit", () => resolve()));
      if (running.connected) running.disconnect();
      await ended;
    },
  };
}

interface Launched {
  readonly child: ChildProcess;
  readonly socketDir: string;
}

async function launch(entry: string, options: EmbeddedOptions): Promise<Launched> {
  const given: EmbeddedArguments = { dataDir: options.dataDir, port: options.port };
  // No loader or inspector of the parent's: the bundle needs none, and a debugger's port would clash.
  const child = fork(entry, [JSON.stringify(given)], {
    execArgv: [],
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  return await new Promise<Launched>((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code, signal) => {
      reject(new Error(`the embedded database did not start (${signal ?? `exit code ${code}`})`));
    });
    child.on("message", (raw) => {
      const message = embeddedMessage.safeParse(raw).data;
      if (message?.kind === "ready") resolve({ child, socketDir: message.socketDir });
      if (message?.kind === "failed") reject(new Error(message.message));
    });
  });
}
