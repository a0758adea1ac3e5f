import { existsSync } from "node:fs";
import { cp, mkdir, mkdtemp, rename, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { PGlite } from "@electric-sql/pglite";

/**
 * A new data folder for the embedded database, already initialised: a copy of one made once per PGlite version, which
 * saves the four seconds that the first start of a folder takes. Remove it after use.
 */
export async function createEmbeddedFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "evenkeel-db-"));
  await cp(await initialisedFolder(), join(folder, "postgres"), { recursive: true });
  return folder;
}

async function initialisedFolder(): Promise<string> {
  const folder = join(process.cwd(), "node_modules", ".cache", "evenkeel", `pglite-${pgliteVersion()}`);
  if (existsSync(folder)) return folder;
  await mkdir(dirname(folder), { recursive: true });
  const draft = await mkdtemp(`${folder}-`);
  const db = await PGlite.create(draft);
  await db.close();
  // Renamed when complete; a second process that was quicker has made the same.
  await rename(draft, folder).catch(() => rm(draft, { recursive: true, force: true }));
  return folder;
}

function pgliteVersion(): string {
  const entry = createRequire(import.meta.url).resolve("@electric-sql/pglite");
  const manifest: unknown = createRequire(import.meta.url)(join(dirname(entry), "..", "package.json"));
  const version =
    typeof manifest === "object" && manifest !== null ? Reflect.get(manifest, "version") : undefined;
  return typeof version === "string" ? version : "unknown";
}
