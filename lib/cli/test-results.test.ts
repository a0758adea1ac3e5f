import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { countPlaywright, countVitest, sumCounts } from "./test-results.mjs";

describe("counts of the runners' reports", () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "evenkeel-reports-"));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const write = (content: string) => {
    const path = join(folder, "report.json");
    writeFileSync(path, content);
    return path;
  };

  it.each([
    ["all passed", { numTotalTests: 7, numPassedTests: 7 }, 0, { passed: 7, failed: 0 }],
    ["some failed", { numTotalTests: 7, numPassedTests: 5, numFailedTests: 2 }, 1, { passed: 5, failed: 2 }],
    [
      "a skipped one",
      { numTotalTests: 7, numPassedTests: 6, numPendingTests: 1 },
      0,
      { passed: 6, failed: 1 },
    ],
    ["an error outside tests", { numTotalTests: 7, numPassedTests: 7 }, 1, { passed: 7, failed: 1 }],
  ])("vitest: %s", (_, report, exitCode, expected) => {
    expect(countVitest(write(JSON.stringify(report)), exitCode)).toEqual(expected);
  });

  it.each([
    ["all passed", { expected: 3, unexpected: 0, flaky: 0, skipped: 0 }, 0, { passed: 3, failed: 0 }],
    [
      "failed, flaky, skipped",
      { expected: 3, unexpected: 1, flaky: 1, skipped: 1 },
      1,
      { passed: 3, failed: 3 },
    ],
    [
      "an error in the set-up",
      { expected: 0, unexpected: 0, flaky: 0, skipped: 0 },
      1,
      { passed: 0, failed: 1 },
    ],
  ])("playwright: %s", (_, stats, exitCode, expected) => {
    expect(countPlaywright(write(JSON.stringify({ stats })), exitCode)).toEqual(expected);
  });

  it("count a runner that left no report as one failure", () => {
    expect(countVitest(join(folder, "none.json"), 1)).toEqual({ passed: 0, failed: 1 });
    expect(countPlaywright(write("{"), 1)).toEqual({ passed: 0, failed: 1 });
  });

  it("add up", () => {
    expect(
      sumCounts([
        { passed: 1, failed: 0 },
        { passed: 2, failed: 3 },
      ]),
    ).toEqual({ passed: 3, failed: 3 });
    expect(sumCounts([])).toEqual({ passed: 0, failed: 0 });
  });
});
