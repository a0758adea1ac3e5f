import { stripVTControlCharacters } from "node:util";
import { readReport } from "./test-results.mjs";

/**
 * @typedef {object} FailedTest
 * @property {string} file "" where none is known
 * @property {string} name
 * @property {string} error
 */

/**
 * @typedef {object} FailedRun
 * @property {string} run the project, or what was checked
 * @property {number} failed as counted
 * @property {readonly FailedTest[]} tests
 */

const MOST_TESTS = 20;
const MOST_LINES = 12;
const MOST_COLUMNS = 200;

/**
 * What failed in a report of lib/cli/vitest-report.mjs.
 * @param {string} path
 * @returns {readonly FailedTest[]}
 */
export function listVitestFailures(path) {
  return readReport(path)?.failures ?? [];
}

/**
 * What failed in a Playwright report: tests that passed only on a second try too, and errors of the set-up.
 * @param {string} path
 * @returns {readonly FailedTest[]}
 */
export function listPlaywrightFailures(path) {
  /** @type {Partial<import("@playwright/test/reporter").JSONReport> | null} */
  const report = readReport(path);
  const outside = (report?.errors ?? []).map((error) => ({
    file: error.location?.file ?? "",
    name: "outside its tests",
    error: printError(error),
  }));
  return [...outside, ...(report?.suites ?? []).flatMap((suite) => failuresOf(suite, []))];
}

/**
 * @param {import("@playwright/test/reporter").JSONReportSuite} suite
 * @param {readonly string[]} titles of the suites from below the file to this one
 * @returns {FailedTest[]}
 */
function failuresOf({ specs, suites = [] }, titles) {
  const own = specs.flatMap(({ file, title, tests }) =>
    tests
      .filter(({ status }) => status !== "expected")
      .map((test) => ({ file, name: [...titles, title].join(" > "), error: printTries(test) })),
  );
  return [...own, ...suites.flatMap((inner) => failuresOf(inner, [...titles, inner.title]))];
}

/** @param {import("@playwright/test/reporter").JSONReportTest} test */
function printTries({ status, results }) {
  if (status === "skipped") return "it was not run";
  const error = results.find((result) => result.error !== undefined)?.error;
  const first = error === undefined ? "no error was told" : printError(error);
  return status === "flaky" ? `passed only on a second try; before:\n${first}` : first;
}

/** @param {import("@playwright/test/reporter").TestError} error */
function printError({ message, value, location }) {
  const at = location === undefined ? "" : `\nat ${location.file}:${location.line}`;
  return `${message ?? value ?? "no error was told"}${at}`;
}

/**
 * The failures of all runs by name, bounded. "" when there are none.
 * @param {readonly FailedRun[]} runs
 */
export function describeFailures(runs) {
  const all = runs.flatMap(({ run, failed, tests }) => {
    const named = tests.map((test) => ({ ...test, run }));
    const nameless = {
      run,
      file: "",
      name: "failed without saying which test",
      error: "its output is above",
    };
    return failed > 0 && named.length === 0 ? [nameless] : named;
  });
  const told = all.slice(0, MOST_TESTS).map(describeFailure);
  const more = all.length > MOST_TESTS ? [`and ${all.length - MOST_TESTS} more`] : [];
  return [...told, ...more].join("\n");
}

/** @param {FailedTest & { readonly run: string }} failure */
function describeFailure({ run, file, name, error }) {
  const lines = stripVTControlCharacters(error)
    .split("\n")
    .filter((line) => line.trim() !== "")
    .slice(0, MOST_LINES)
    .map((line) => `    ${line.length > MOST_COLUMNS ? `${line.slice(0, MOST_COLUMNS)}…` : line}`);
  return [`✗ ${[run, file, name].filter((part) => part !== "").join(" > ")}`, ...lines].join("\n");
}
