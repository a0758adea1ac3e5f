import { join } from "node:path";
import { checkSources, runVitest } from "../checks.mjs";
import { makeReportFolder } from "../report-folder.mjs";
import { prepareSources } from "../setup/prepare.mjs";
import { countVitest } from "../test-results.mjs";

/**
 * Format, lint, types and unit tests: what to run before each commit.
 * @param {readonly string[]} args
 */
export async function run(args) {
  await prepareSources();
  const failedChecks = (await checkSources()).length;
  const report = join(makeReportFolder(), "unit.json");
  const { passed, failed } = countVitest(report, await runVitest("unit", report, args));
  console.log(`${passed} passed, ${failed + failedChecks} failed`);
  return failed + failedChecks === 0 ? 0 : 1;
}
