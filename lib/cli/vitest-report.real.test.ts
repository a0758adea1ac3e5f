import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeEach, expect, it } from "vitest";
import { REPOSITORY } from "./checks/source-files";
import { listVitestFailures } from "./failed-tests.mjs";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "evenkeel-report-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Runs a test file of its own, with the report that `npm test` uses. */
async function failuresOf(source: string) {
  const globals = "const { beforeAll, describe, expect, it } = globalThis;\n";
  writeFileSync(join(folder, "planted.test.js"), globals + source);
  const report = join(folder, "report.json");
  const args = [
    join(REPOSITORY, "node_modules/vitest/vitest.mjs"),
    "run",
    "--globals",
    `--root=${folder}`,
    `--reporter=${join(REPOSITORY, "lib/cli/vitest-report.mjs")}`,
    `--outputFile.json=${report}`,
  ];
  await promisify(execFile)(process.execPath, args, { cwd: folder }).catch(() => undefined);
  return listVitestFailures(report);
}

it("names tests that failed or were not run, with the difference and the line", async () => {
  const failures = await failuresOf(`
    describe("outer", () => {
      it("passes", () => {});
      it("differs", () => expect({ a: 1, b: 2 }).toEqual({ a: 1, b: 3 }));
      describe("inner", () => {
        beforeAll(() => { throw new Error("no server"); });
        it("is left out", () => {});
      });
    });
  `);
  expect(failures.map(({ file, name }) => `${file}: ${name}`)).toEqual([
    "planted.test.js: outer > inner",
    "planted.test.js: outer > differs",
    "planted.test.js: outer > inner > is left out",
  ]);
  const [hook, differs, leftOut] = failures.map(({ error }) => error);
  expect(hook).toMatch(/^Error: no server\nat .*planted\.test\.js:7:/);
  expect(differs).toMatch(/^AssertionError: expected .*\nat .*planted\.test\.js:5:/);
  expect(differs).toContain('-   "b": 3');
  expect(leftOut).toBe("it was not run");
});

it("names a file that does not load", async () => {
  const [failure, ...others] = await failuresOf(`throw new Error("not here");`);
  expect(failure).toMatchObject({ file: "planted.test.js", name: "outside its tests" });
  expect(failure?.error).toMatch(/^Error: not here\nat .*planted\.test\.js:2:/);
  expect(others).toEqual([]);
});

it("tells an error that no test waited for", async () => {
  const failures = await failuresOf(`
    it("passes", async () => {
      setTimeout(() => { throw new Error("too late"); }, 10);
      await new Promise((resolve) => setTimeout(resolve, 100));
    });
  `);
  expect(failures).toMatchObject([{ name: "an error outside any test" }]);
  expect(failures[0]?.error).toMatch(/^Error: too late\nat .*planted\.test\.js:4:/);
});
