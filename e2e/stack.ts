import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { z } from "zod";

const stack = z.object({
  dashboardUrl: z.string(),
  /** Of the `npm start` whose children are the server, the collector and the database. */
  dashboardPid: z.number(),
  dataDir: z.string(),
  /** Control server of the lab. */
  labUrl: z.string(),
  /** The dashboard's own copy of the lab's fleet file: specs may spoil and repair it. */
  fleetFile: z.string(),
});

/** Where the specs find what the global set-up has started. */
export type Stack = z.infer<typeof stack>;

export const repositoryRoot = fileURLToPath(new URL("..", import.meta.url));
/** Kept after a run, so that a failed one can be looked into. */
export const stackDir = join(repositoryRoot, ".lab", "e2e");

const PATH = join(stackDir, "stack.json");

export function writeStack(started: Stack): void {
  mkdirSync(stackDir, { recursive: true });
  writeFileSync(PATH, JSON.stringify(started));
}

/** Null before the set-up: Playwright also loads the specs to list them. */
export function findStack(): Stack | null {
  try {
    return stack.parse(JSON.parse(readFileSync(PATH, "utf8")));
  } catch {
    return null;
  }
}

/** For use inside a spec, where the set-up has run. */
export function readStack(): Stack {
  const found = findStack();
  if (found === null) throw new Error("the global set-up has not run");
  return found;
}
