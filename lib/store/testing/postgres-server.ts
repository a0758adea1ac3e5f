import { type ChildProcess, execFile, spawn } from "node:child_process";
import { chown, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import pg from "pg";
import { findPostgresBinaries, serverUser } from "./postgres-binaries";

/** A real PostgreSQL of one's own: in a temporary folder, on a unix socket, gone after dispose(). */
export interface PostgresServer {
  /** URL of one of its databases. */
  urlOf(database: string): string;
  /** Stops it as an administrator would (`fast`), or as a power cut would (`kill`). */
  stop(how?: "fast" | "kill"): Promise<void>;
  start(): Promise<void>;
  dispose(): Promise<void>;
}

export interface PostgresServerOptions {
  /** Further settings, "name=value". */
  readonly settings?: readonly string[];
}

/** A zone with an odd offset, so that a session that is not in UTC cannot go unnoticed. */
const SETTINGS = ["listen_addresses=", "fsync=off", "full_page_writes=off", "timezone=Asia/Kolkata"];
const START_MS = 30_000;

export async function startPostgres(options: PostgresServerOptions = {}): Promise<PostgresServer> {
  const binaries = findPostgresBinaries();
  const user = serverUser();
  const folder = await mkdtemp(join(tmpdir(), "evenkeel-pg-"));
  if (user !== null) await chown(folder, user.uid, user.gid);
  const as = { cwd: folder, ...(user ?? {}) };
  const data = join(folder, "data");
  const initArguments = [
    "-D",
    data,
    "-U",
    "postgres",
    "-A",
    "trust",
    "-E",
    "UTF8",
    "--locale=C",
    "--no-sync",
  ];
  await promisify(execFile)(join(binaries, "initdb"), initArguments, as);
  const settings = [...SETTINGS, ...(options.settings ?? [])].flatMap((setting) => ["-c", setting]);
  const urlOf = (database: string) =>
    `postgresql://postgres@localhost/${database}?host=${encodeURIComponent(folder)}`;
  let server: ChildProcess | null = null;

  async function start(): Promise<void> {
    if (server !== null) return;
    let log = "";
    const started = spawn(join(binaries, "postgres"), ["-D", data, "-k", folder, ...settings], {
      ...as,
      stdio: ["ignore", "ignore", "pipe"],
    });
    started.stderr.on("data", (text: Buffer) => {
      log = (log + text.toString()).slice(-4_000);
    });
    server = started;
    for (const deadline = Date.now() + START_MS; !(await answers(urlOf("postgres"))); ) {
      if (started.exitCode !== null || Date.now() > deadline)
        throw new Error(`PostgreSQL did not start: ${log}`);
      await sleep(20);
    }
  }

  async function stop(how: "fast" | "kill" = "fast"): Promise<void> {
    const running = server;
    server = null;
    if (running === null || running.exitCode !== null || running.signalCode !== null) return;
    const ended = new Promise<void>((resolve) => running.once("exit", () => resolve()));
    // SIGQUIT, not SIGKILL: as abrupt for the data, and it takes the server's own children along.
    running.kill(how === "fast" ? "SIGINT" : "SIGQUIT");
    await ended;
  }

  const abandon = () => server?.kill("SIGQUIT");
  process.once("exit", abandon);
  await start();
  return {
    urlOf,
    stop,
    start,
    dispose: async () => {
      await stop();
      process.off("exit", abandon);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 1_000 });
  client.on("error", () => {});
  try {
    await client.connect();
    await client.query("SELECT 1");
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => {});
  }
}
