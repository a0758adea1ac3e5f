import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { childVariables } from "@/lib/config/environment";
import { REPOSITORY } from "./checks/source-files";

const FIXTURES = join(REPOSITORY, "lib/cli/lint/fixtures");

describe("evenkeel lint", () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "evenkeel-lint-"));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const run = (args: readonly string[], cwd = folder, variables: Readonly<Record<string, string>> = {}) => {
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [join(REPOSITORY, "lib/cli/run.mjs"), "lint", ...args],
      {
        cwd,
        env: { ...childVariables({ EVENKEEL_CONFIG: "", ...variables }), NODE_ENV: "production" },
        encoding: "utf8",
      },
    );
    return { status, stdout, stderr };
  };

  it("fails on a broken critical rule, without the secrets that the file names", () => {
    const cwd = join(FIXTURES, "broken");
    expect(run([], cwd)).toEqual({
      status: 1,
      stdout: readFileSync(join(cwd, "expected.txt"), "utf8"),
      stderr: "",
    });
  });

  it("passes a fleet that is aligned; the environment may name the file", () => {
    const file = join(FIXTURES, "aligned", "evenkeel.yaml");
    const { status, stdout } = run(["--strict"], folder, { EVENKEEL_CONFIG: file });
    expect({ status, last: stdout.trimEnd().split("\n").at(-1) }).toMatchObject({
      status: 0,
      last: expect.stringContaining("nothing broken"),
    });
  });

  it("writes SARIF into a file and says on the terminal what it comes to", () => {
    const cwd = join(FIXTURES, "broken");
    const output = join(folder, "evenkeel.sarif");
    const { status, stdout, stderr } = run(["--format", "sarif", "--output", output], cwd);
    expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
    expect(stderr).toMatch(/^evenkeel\.yaml: \d+ broken \(\d+ critical, /);
    expect(readFileSync(output, "utf8")).toBe(readFileSync(join(cwd, "expected.sarif"), "utf8"));
  });

  it("ends with 2 where there is nothing to read", () => {
    expect(run([])).toMatchObject({
      status: 2,
      stdout: "",
      stderr: expect.stringContaining("evenkeel.yaml: no such file"),
    });
  });
});
