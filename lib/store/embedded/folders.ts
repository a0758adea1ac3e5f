import { createHash } from "node:crypto";
import { chmod, lstat, mkdir, rmdir } from "node:fs/promises";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";

export interface EmbeddedFolders {
  /** PGlite's own. */
  readonly database: string;
  /** Holds the unix socket; mode 0700, which is all the protection the database has. */
  readonly socketDir: string;
}

/** What pg looks for in a folder. */
export const SOCKET_NAME = ".s.PGSQL.5432";
/** 103 on macOS, 107 on Linux. */
const MAX_SOCKET_PATH_BYTES = 103;

/** Makes the folders; the socket's moves to the system's temporary folder when the data folder's path is too long. */
export async function prepareFolders(dataDir: string): Promise<EmbeddedFolders> {
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const database = join(dataDir, "postgres");
  await mkdir(database, { recursive: true, mode: 0o700 });
  const near = join(dataDir, "socket");
  const socketDir = fitsSocket(near) ? near : distantSocketDir(dataDir);
  await mkdir(socketDir, { recursive: true, mode: 0o700 });
  await requireOwnFolder(socketDir);
  return { database, socketDir };
}

/** Leaves nothing behind in the system's temporary folder; what lies in the data folder stays for the next start. */
export async function leaveFolders(dataDir: string, { socketDir }: EmbeddedFolders): Promise<void> {
  if (socketDir !== join(dataDir, "socket")) await rmdir(socketDir).catch(() => {});
}

export function fitsSocket(folder: string): boolean {
  return Buffer.byteLength(join(folder, SOCKET_NAME)) <= MAX_SOCKET_PATH_BYTES;
}

/** The same folder for the same data folder, so that restarts of the database keep their address. */
function distantSocketDir(dataDir: string): string {
  const digest = createHash("sha256").update(dataDir).digest("hex").slice(0, 12);
  return join(tmpdir(), `evenkeel-${userInfo().uid}-${digest}`);
}

/** In a folder open to all, somebody else may have been there first. */
async function requireOwnFolder(folder: string): Promise<void> {
  const entry = await lstat(folder);
  if (!entry.isDirectory() || (entry.uid !== userInfo().uid && userInfo().uid >= 0)) {
    throw new Error(
      `${folder} is not a folder of ours: remove it, or set EVENKEEL_DATA_DIR to a shorter path`,
    );
  }
  if ((entry.mode & 0o077) !== 0) await chmod(folder, 0o700);
}
