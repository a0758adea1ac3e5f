import { readFileSync } from "node:fs";

/**
 * @typedef {object} Count
 * @property {number} passed
 * @property {number} failed
 */

/**
 * Counts a vitest report (Jest's format). A skipped test counts as failed: here nothing is skipped on purpose.
 * @param {string} path
 * @param {number} exitCode of the runner: an error outside any test is a failure too
 * @returns {Count}
 */
export function countVitest(path, exitCode) {
  const report = readReport(path);
  const passed = report?.numPassedTests ?? 0;
  const failed = (report?.numTotalTests ?? 0) - passed;
  return { passed, failed: atLeastOne(failed, exitCode) };
}

/**
 * Counts a Playwright report. A test that passed only on a second try is not counted as passed.
 * @param {string} path
 * @param {number} exitCode
 * @returns {Count}
 */
export function countPlaywright(path, exitCode) {
  const stats = readReport(path)?.stats;
  const passed = stats?.expected ?? 0;
  const failed = (stats?.unexpected ?? 0) + (stats?.flaky ?? 0) + (stats?.skipped ?? 0);
  return { passed, failed: atLeastOne(failed, exitCode) };
}

/** @param {readonly Count[]} counts */
export function sumCounts(counts) {
  return counts.reduce(
    (sum, count) => ({ passed: sum.passed + count.passed, failed: sum.failed + count.failed }),
    { passed: 0, failed: 0 },
  );
}

/**
 * @param {number} failed
 * @param {number} exitCode
 */
function atLeastOne(failed, exitCode) {
  return exitCode === 0 ? failed : Math.max(failed, 1);
}

/** @param {string} path */
export function readReport(path) {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch {
    return null;
  }
}
