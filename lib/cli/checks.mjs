import { inRepository } from "./paths.mjs";
import { step } from "./terminal/progress.mjs";
import { runQuietly, runVisibly } from "./terminal/quiet-run.mjs";
import { Refusal } from "./terminal/refusal.mjs";

/**
 * Format, lint and types. Prints what fails.
 * @returns {Promise<import("./failed-tests.mjs").FailedTest[]>} those that failed
 */
export async function checkSources() {
  /** @type {readonly [string, string, readonly string[]][]} */
  const checks = [
    [
      "format and lint (biome)",
      "@biomejs/biome/bin/biome",
      ["check", "--error-on-warnings", "--max-diagnostics=200"],
    ],
    ["types of routes (next typegen)", "next/dist/bin/next", ["typegen"]],
    ["types (tsc)", "typescript/bin/tsc", ["--noEmit", "--pretty"]],
  ];
  /** @type {import("./failed-tests.mjs").FailedTest[]} */
  const failed = [];
  for (const [label, program, args] of checks) {
    try {
      await step(label, () => runQuietly(process.execPath, [inRepository("node_modules", program), ...args]));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      console.error(error.describe());
      failed.push({ file: "", name: label, error: error.remedy ?? error.message });
    }
  }
  return failed;
}

/**
 * @param {"unit" | "real"} project
 * @param {string} report file that gets the results as JSON
 * @param {readonly string[]} [args]
 */
export function runVitest(project, report, args = []) {
  const vitest = inRepository("node_modules/vitest/vitest.mjs");
  const reporters = [
    project === "unit" ? "--reporter=dot" : "--reporter=default",
    `--reporter=${inRepository("lib/cli/vitest-report.mjs")}`,
    `--outputFile.json=${report}`,
  ];
  return runVisibly(process.execPath, [vitest, "run", "--project", project, ...reporters, ...args]);
}

/** @param {string} report file that gets the results as JSON */
export function runPlaywright(report) {
  const playwright = inRepository("node_modules/@playwright/test/cli.js");
  return runVisibly(process.execPath, [playwright, "test", "--reporter=list,json"], {
    PLAYWRIGHT_JSON_OUTPUT_FILE: report,
  });
}
