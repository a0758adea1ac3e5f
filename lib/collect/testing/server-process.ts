import { type ChildProcess, spawn } from "node:child_process";
import { connect } from "node:net";
import { waitFor } from "./wait-for";

/** A program of the test's own that listens on a port. */
export interface ServerProcess {
  /** SIGSTOP: the kernel accepts connections, nobody answers. */
  pause(): void;
  resume(): void;
  /** kill -9. */
  kill(): Promise<void>;
  start(): Promise<void>;
}

/** Starts it and waits until it accepts on `port`. */
export async function startServer(
  command: string,
  args: readonly string[],
  port: number,
  host = "127.0.0.1",
): Promise<ServerProcess> {
  let child = await launch(command, args, port, host);
  return {
    pause: () => child.kill("SIGSTOP"),
    resume: () => child.kill("SIGCONT"),
    async kill() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const exited = new Promise((resolve) => child.once("exit", resolve));
      child.kill("SIGKILL");
      await exited;
    },
    async start() {
      child = await launch(command, args, port, host);
    },
  };
}

async function launch(
  command: string,
  args: readonly string[],
  port: number,
  host: string,
): Promise<ChildProcess> {
  const child = spawn(command, args, { stdio: ["ignore", "pipe", "pipe"] });
  let log = "";
  const read = (chunk: Buffer): void => {
    log += chunk.toString();
  };
  child.stdout.on("data", read);
  child.stderr.on("data", read);
  let failed: string | null = null;
  child.once("error", (error) => {
    failed = error.message;
  });
  await waitFor(`${command} to accept on ${port}`, async () => {
    if (failed !== null || child.exitCode !== null)
      throw new Error(`${command} ended: ${failed ?? child.exitCode}\n${log}`);
    return accepts(port, host);
  });
  return child;
}

function accepts(port: number, host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host });
    const settle = (answer: boolean): void => {
      socket.destroy();
      resolve(answer);
    };
    socket.once("connect", () => settle(true));
    socket.once("error", () => settle(false));
  });
}
