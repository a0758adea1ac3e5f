import { existsSync } from "node:fs";
import { inRepository } from "../paths.mjs";
import { step } from "../terminal/progress.mjs";
import { runQuietly } from "../terminal/quiet-run.mjs";
import { hashInputs, isStamped, writeStamp } from "./input-hash.mjs";

const STAMP = ".next/evenkeel-inputs";
const INPUTS = [
  "app",
  "components",
  "lib",
  "public",
  "instrumentation.ts",
  "next.config.ts",
  "postcss.config.mjs",
  "tsconfig.json",
  "package-lock.json",
];

/** Builds the dashboard, when anything that goes into it has changed. */
export async function buildDashboard() {
  const hash = hashInputs(INPUTS, (path) => !/\.test\.tsx?$|\/(testing|fixtures|cli)\//.test(path));
  if (isStamped(STAMP, hash) && existsSync(inRepository(".next/BUILD_ID"))) return;
  await step("building the dashboard", () =>
    runQuietly(process.execPath, [inRepository("node_modules/next/dist/bin/next"), "build"], {
      NEXT_TELEMETRY_DISABLED: "1",
      NODE_ENV: "production",
    }),
  );
  writeStamp(STAMP, hash);
}
