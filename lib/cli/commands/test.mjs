import { join } from "node:path";
import { checkSources, runPlaywright, runVitest } from "../checks.mjs";
import { describeFailures, listPlaywrightFailures, listVitestFailures } from "../failed-tests.mjs";
import { makeReportFolder } from "../report-folder.mjs";
import { bundlePrograms } from "../setup/bundles.mjs";
import { buildDashboard } from "../setup/dashboard-build.mjs";
import { installPrograms } from "../setup/install-programs.mjs";
import { prepareSources } from "../setup/prepare.mjs";
import { testPrograms } from "../setup/programs.mjs";
import { headline } from "../terminal/progress.mjs";
import { Refusal } from "../terminal/refusal.mjs";
import { countPlaywright, countVitest, sumCounts } from "../test-results.mjs";

/** Everything: format, lint, types, unit tests, tests on real servers, and the pages in a browser. */
export async function run() {
  headline("Set-up");
  await prepareSources();
  await installPrograms(testPrograms());
  await bundlePrograms();
  const failedBuilds = await tryBuild();

  headline("Format, lint, types");
  const failedChecks = await checkSources();
  const reports = makeReportFolder();
  /** @param {string} name */
  const report = (name) => join(reports, `${name}.json`);
  headline("Unit tests");
  const unit = await runProject("unit", report("unit"));
  headline("Tests on real servers");
  const real = await runProject("real", report("real"));
  headline("Pages in a browser");
  const pages = failedBuilds.length === 0 ? await runPages(report("pages")) : NOT_BUILT;

  const checks = [...failedBuilds, ...failedChecks];
  const runs = [{ run: "checks", passed: 0, failed: checks.length, tests: checks }, unit, real, pages];
  const { passed, failed } = sumCounts(runs);
  const failures = describeFailures(runs);
  if (failures !== "") console.log(`\n${failures}`);
  console.log(`\n${passed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}

const NOT_BUILT = {
  run: "pages",
  passed: 0,
  failed: 1,
  tests: [{ file: "", name: "not run", error: "the dashboard was not built" }],
};

/**
 * @param {"unit" | "real"} run
 * @param {string} report
 */
async function runProject(run, report) {
  const count = countVitest(report, await runVitest(run, report));
  return { run, ...count, tests: listVitestFailures(report) };
}

/** @param {string} report */
async function runPages(report) {
  const count = countPlaywright(report, await runPlaywright(report));
  return { run: "pages", ...count, tests: listPlaywrightFailures(report) };
}

/**
 * A dashboard that does not build is a failure among others: the rest is still worth knowing.
 * @returns {Promise<import("../failed-tests.mjs").FailedTest[]>}
 */
async function tryBuild() {
  try {
    await buildDashboard();
    return [];
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    console.error(error.describe());
    return [{ file: "", name: "building the dashboard", error: error.describe() }];
  }
}
