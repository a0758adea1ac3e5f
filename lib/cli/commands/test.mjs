import { join } from "node:path";
import { checkSources, runPlaywright, runVitest } from "../checks.mjs";
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
  const unit = countVitest(report("unit"), await runVitest("unit", report("unit")));
  headline("Tests on real servers");
  const real = countVitest(report("real"), await runVitest("real", report("real")));
  headline("Pages in a browser");
  const pages =
    failedBuilds === 0
      ? countPlaywright(report("pages"), await runPlaywright(report("pages")))
      : { passed: 0, failed: 1 };

  const { passed, failed } = sumCounts([
    unit,
    real,
    pages,
    { passed: 0, failed: failedChecks + failedBuilds },
  ]);
  console.log(`\n${passed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}

/** A dashboard that does not build is a failure among others: the rest is still worth knowing. */
async function tryBuild() {
  try {
    await buildDashboard();
    return 0;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    console.error(error.describe());
    return 1;
  }
}
