import { JsonReporter } from "vitest/node";

/**
 * Vitest's JSON report, and beside it what that one leaves out: errors outside tests, and the difference between what
 * was expected and what came. The report of a file that did not load, or of a promise that nobody awaited, would count
 * without a name.
 */
export default class VitestReport extends JsonReporter {
  /** @type {import("./failed-tests.mjs").FailedTest[]} */
  #failures = [];

  /**
   * @override
   * @param {readonly import("vitest/node").TestModule[]} modules
   * @param {readonly import("vitest").SerializedError[]} [unhandled]
   */
  async onTestRunEnd(modules, unhandled = []) {
    this.#failures = [
      ...modules.flatMap(failuresOf),
      ...unhandled.map((error) => ({
        file: "",
        name: "an error outside any test",
        error: printError(error),
      })),
    ];
    await super.onTestRunEnd([...modules]);
  }

  /**
   * @override
   * @param {string} report
   */
  writeReport(report) {
    return super.writeReport(JSON.stringify({ ...JSON.parse(report), failures: this.#failures }));
  }
}

/** @param {import("vitest/node").TestModule} module */
function failuresOf(module) {
  const file = module.relativeModuleId;
  const suites = [...module.children.allSuites()].filter((suite) => suite.errors().length > 0);
  const tests = [...module.children.allTests()].filter((test) => test.result().state !== "passed");
  return [
    ...module.errors().map((error) => ({ file, name: "outside its tests", error: printError(error) })),
    ...suites.map((suite) => ({ file, name: suite.fullName, error: printErrors(suite.errors()) })),
    ...tests.map((test) => {
      const { state, errors } = test.result();
      const error = state === "failed" ? printErrors(errors) : "it was not run";
      return { file, name: test.fullName, error };
    }),
  ];
}

/** @param {readonly import("vitest").SerializedError[]} errors */
function printErrors(errors) {
  return errors.map(printError).join("\n");
}

/** @param {import("vitest").SerializedError} error */
function printError({ name, message, diff, stacks, stack }) {
  const [frame] = stacks ?? [];
  const where =
    frame === undefined
      ? /^\s+(at .+)$/m.exec(stack ?? "")?.[1]
      : `at ${frame.file}:${frame.line}:${frame.column}`;
  return [
    `${name ?? "Error"}: ${message}`,
    ...(where === undefined ? [] : [where]),
    ...(typeof diff === "string" ? [diff] : []),
  ].join("\n");
}
