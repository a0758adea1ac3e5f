import { mkdtempSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { loadFleet } from "./load-fleet";

describe("loading the fleet file", () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "evenkeel-fleet-"));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it("says that a file is missing", () => {
    const path = join(folder, "none.yaml");
    expect(loadFleet(path, {})).toEqual({ state: "missing", path });
  });

  it("refuses a folder", () => {
    expect(loadFleet(folder, {})).toEqual({
      state: "invalid",
      path: folder,
      problems: [{ line: null, message: "this is a folder", hint: "name the file itself" }],
    });
  });

  it("refuses a file that is too large to be one", () => {
    const path = join(folder, "large.yaml");
    writeFileSync(path, "");
    truncateSync(path, 2_000_000);
    expect(loadFleet(path, {})).toMatchObject({
      problems: [{ line: null, message: "the file has 2000000 bytes", hint: "at most 1048576 are read" }],
    });
  });

  it("reads past a byte order mark and finds secrets beside it", () => {
    const path = join(folder, "fleet.yaml");
    writeFileSync(join(folder, "password"), "s3cret");
    writeFileSync(path, "\ufeffclusters: [{ id: a, nodes: [a:1], auth: { password: file:password } }]");
    const result = loadFleet(path, {});
    expect(result.state === "ok" && result.fleet.clusters[0]?.auth).toEqual({
      username: null,
      password: "s3cret",
    });
  });
});
