import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { describeFailures, listPlaywrightFailures, listVitestFailures } from "./failed-tests.mjs";

const ERROR = {
  message: "\u001b[31mexpected 2\u001b[39m",
  location: { file: "e2e/a.spec.ts", line: 7, column: 1 },
};

function spec(title: string, status: string, results: readonly object[]) {
  return { title, file: "a.spec.ts", tests: [{ status, results }] };
}

describe("what failed, by name", () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "evenkeel-failures-"));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const write = (content: unknown) => {
    const path = join(folder, "report.json");
    writeFileSync(path, JSON.stringify(content));
    return path;
  };

  it("is nothing in reports of runs that passed, or that left no report", () => {
    expect(listVitestFailures(write({ numTotalTests: 7, failures: [] }))).toEqual([]);
    expect(listVitestFailures(join(folder, "none.json"))).toEqual([]);
    const passed = { suites: [{ specs: [spec("reads", "expected", [{ status: "passed" }])] }], errors: [] };
    expect(listPlaywrightFailures(write(passed))).toEqual([]);
    expect(listPlaywrightFailures(join(folder, "none.json"))).toEqual([]);
  });

  it("is taken from vitest's report as it stands there", () => {
    const failures = [{ file: "lib/a.test.ts", name: "a > b", error: "Error: no" }];
    expect(listVitestFailures(write({ failures }))).toEqual(failures);
  });

  it("of Playwright: failed, passed on a second try, not run, and errors of the set-up", () => {
    const inner = {
      title: "a chart",
      specs: [
        spec("draws", "flaky", [{ status: "failed", error: ERROR }, { status: "passed" }]),
        spec("zooms", "skipped", []),
      ],
    };
    const suite = {
      title: "a.spec.ts",
      specs: [spec("reads", "unexpected", [{ error: ERROR }])],
      suites: [inner],
    };
    const report = { suites: [suite], errors: [{ message: "no dashboard" }] };
    expect(listPlaywrightFailures(write(report))).toEqual([
      { file: "", name: "outside its tests", error: "no dashboard" },
      { file: "a.spec.ts", name: "reads", error: `${ERROR.message}\nat e2e/a.spec.ts:7` },
      {
        file: "a.spec.ts",
        name: "a chart > draws",
        error: `passed only on a second try; before:\n${ERROR.message}\nat e2e/a.spec.ts:7`,
      },
      { file: "a.spec.ts", name: "a chart > zooms", error: "it was not run" },
    ]);
  });
});

describe("what is said of failures", () => {
  const failure = (error: string) => ({ file: "lib/a.test.ts", name: "a > b", error });

  it("is nothing where all passed", () => {
    expect(describeFailures([])).toBe("");
    expect(describeFailures([{ run: "unit", failed: 0, tests: [] }])).toBe("");
  });

  it("names project, file and test, with the error below in plain text", () => {
    const runs = [
      { run: "real", failed: 1, tests: [failure("\u001b[31mError: no\u001b[39m\n\nat lib/a.ts:3")] },
    ];
    expect(describeFailures(runs)).toBe("✗ real > lib/a.test.ts > a > b\n    Error: no\n    at lib/a.ts:3");
  });

  it("has no more than twelve lines of an error, and no endless ones", () => {
    const error = ["x".repeat(5000), ...Array.from({ length: 40 }, (_, line) => `line ${line}`)].join("\n");
    const lines = describeFailures([{ run: "unit", failed: 1, tests: [failure(error)] }]).split("\n");
    expect(lines).toHaveLength(13);
    expect(lines[1]).toBe(`    ${"x".repeat(200)}…`);
    expect(lines.at(-1)).toBe("    line 10");
  });

  it("names twenty, and counts the others", () => {
    const runs = ["unit", "real"].map((run) => ({
      run,
      failed: 15,
      tests: Array.from({ length: 15 }, () => failure("no")),
    }));
    const lines = describeFailures(runs).split("\n");
    expect(lines.filter((line) => line.startsWith("✗"))).toHaveLength(20);
    expect(lines.at(-1)).toBe("and 10 more");
  });

  it("says which run failed without a word", () => {
    expect(describeFailures([{ run: "unit", failed: 1, tests: [] }])).toBe(
      "✗ unit > failed without saying which test\n    its output is above",
    );
  });
});
