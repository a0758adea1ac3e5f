import { execFileSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";

/** Where distributions put the server's programs, which are mostly not on the PATH. */
const ROOTS = ["/usr/lib/postgresql", "/opt/homebrew/opt", "/usr/local/opt", "/usr/pgsql"];

/** Folder of `initdb` and `postgres`. Throws with the line to run when there is none: a missing server fails a test. */
export function findPostgresBinaries(): string {
  for (const root of ROOTS) {
    const versions = existsSync(root) ? readdirSync(root).sort(byVersionDescending) : [];
    for (const version of versions) {
      const folder = join(root, version, "bin");
      if (existsSync(join(folder, "initdb")) && existsSync(join(folder, "postgres"))) return folder;
    }
  }
  throw new Error(
    "PostgreSQL is not installed, and these tests need it: apt-get install -y postgresql (macOS: brew install postgresql@15)",
  );
}

function byVersionDescending(a: string, b: string): number {
  return b.localeCompare(a, "en", { numeric: true });
}

export interface ServerUser {
  readonly uid: number;
  readonly gid: number;
}

/** PostgreSQL refuses to run as root: then it runs as its own user. Null: as whoever we are. */
export function serverUser(): ServerUser | null {
  if (process.getuid?.() !== 0) return null;
  const idOf = (flag: string) => Number(execFileSync("id", [flag, "postgres"], { encoding: "utf8" }));
  return { uid: idOf("-u"), gid: idOf("-g") };
}
