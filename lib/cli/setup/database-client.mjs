import { existsSync } from "node:fs";
import { inRepository } from "../paths.mjs";
import { step } from "../terminal/progress.mjs";
import { runQuietly } from "../terminal/quiet-run.mjs";
import { hashInputs, isStamped, writeStamp } from "./input-hash.mjs";

const STAMP = "dist/.database-client";

/** Generates lib/store/generated from the Prisma schema, when that or Prisma itself has changed. */
export async function generateDatabaseClient() {
  const hash = hashInputs(["prisma/schema.prisma", "node_modules/prisma/package.json"]);
  if (isStamped(STAMP, hash) && existsSync(inRepository("lib/store/generated/client.ts"))) return;
  await step("generating the database client", () =>
    runQuietly(process.execPath, [inRepository("node_modules/prisma/build/index.js"), "generate"], {
      // Every prisma command insists on an engine that `generate` never runs; any program keeps it from downloading one.
      PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
      CHECKPOINT_DISABLE: "1",
      PRISMA_HIDE_UPDATE_MESSAGE: "1",
    }),
  );
  writeStamp(STAMP, hash);
}
