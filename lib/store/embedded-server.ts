import { unlink } from "node:fs/promises";
import { join } from "node:path";
import { PGlite } from "@electric-sql/pglite";
import { lockFolder } from "./embedded/folder-lock";
import { leaveFolders, prepareFolders, SOCKET_NAME } from "./embedded/folders";
import { type EmbeddedMessage, embeddedArguments } from "./embedded/messages";
import { type SocketServer, serveDatabase } from "./embedded/socket-server";

/**
 * Entry of the database process: PGlite behind a unix socket. Forked by startEmbedded, and gone with it: the IPC
 * channel closes however the parent ends.
 */

/** Single-user PostgreSQL makes no checkpoint of its own: without ours the log grows and a start after a crash drags. */
const CHECKPOINT_MS = 5 * 60_000;
/** A statement under way may finish; a stuck one may not keep the folder. */
const STOP_MS = 5_000;
/** A tenth of the memory of the default (128 MB), and as fast: the system's file cache lies right below. */
const START_PARAMETERS = [...PGlite.defaultStartParams, "-c", "shared_buffers=16MB", "-c", "TimeZone=UTC"];

function tell(message: EmbeddedMessage, told: () => void = () => {}): void {
  if (process.send === undefined || !process.connected) told();
  else process.send(message, told);
}

async function run(): Promise<void> {
  const { dataDir, port } = embeddedArguments.parse(JSON.parse(process.argv[2] ?? "null"));
  const folders = await prepareFolders(dataDir);
  const lock = await lockFolder({ folder: dataDir, port, onLost: () => process.exit(1) });
  const db = await PGlite.create(folders.database, { startParams: START_PARAMETERS });
  const path = join(folders.socketDir, SOCKET_NAME);
  // Left behind by a process that was killed; the lock says that it is ours to remove.
  await unlink(path).catch(() => {});
  const server = await serveDatabase(db, { path, onFatal: (error) => die(error) });
  const checkpoints = setInterval(() => void server.run("CHECKPOINT").catch(die), CHECKPOINT_MS);

  let stopping = false;
  const stop = () => {
    if (stopping) return;
    stopping = true;
    clearInterval(checkpoints);
    setTimeout(() => process.exit(1), STOP_MS).unref();
    const leave = () => leaveFolders(dataDir, folders).then(lock.release);
    void shutDown(server, db, leave).then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.on("disconnect", stop);
  process.on("SIGTERM", stop);
  tell({ kind: "ready", socketDir: folders.socketDir });
  // The parent may have died while the database started: the event is then past.
  if (!process.connected) stop();
}

async function shutDown(server: SocketServer, db: PGlite, leave: () => Promise<void>): Promise<void> {
  await server.stop();
  await db.close();
  await leave();
}

/** The engine failed: a fresh process recovers from its log, as after a crash. */
function die(error: unknown): void {
  const reason = error instanceof Error ? error.message : String(error);
  process.stderr.write(`embedded database: ${reason}; starting it again\n`);
  process.exit(1);
}

// Ctrl-C reaches the whole process group; the collector still has sweeps to write, and the parent decides the order.
process.on("SIGINT", () => {});
run().catch((error: unknown) => {
  const message = error instanceof Error ? error.message : String(error);
  tell({ kind: "failed", message }, () => process.exit(1));
});
