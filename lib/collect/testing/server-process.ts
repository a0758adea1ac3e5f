import { type ChildProcess, spawn } from "node:child_process";
import { readdir, readFile } from "node:fs/promises";
import { connect } from "node:net";
import { waitFor } from "./wait-for";

/** A program of the test's own that listens on a port. */
export interface ServerProcess {
  /** SIGSTOP, until it stands still: the kernel accepts connections, nobody answers. */
  pause(): Promise<void>;
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
    async pause() {
      child.kill("SIGSTOP");
      await waitFor(`${command} to stand still`, () => standsStill(child.pid ?? 0));
    },
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

export function accepts(port: number, host = "127.0.0.1"): Promise<boolean> {
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

/** One thread takes the signal and tells the others, which go on until then. Where there is no /proc, it is believed. */
async function standsStill(pid: number): Promise<boolean> {
  const folder = `/proc/${pid}/task`;
  const threads = await readdir(folder).catch(() => []);
  const stats = await Promise.all(threads.map((thread) => readFile(`${folder}/${thread}/stat`, "utf8")));
  return stats.every((stat) => /^.*\) T /s.test(stat));
}
