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

  it("refuses a device: it may never end", () => {
    expect(loadFleet("/dev/zero", {})).toMatchObject({
      problems: [{ line: null, message: "this is no plain file", hint: "name a file" }],
    });
  });

  it("reads imported files beyond the limit of the fleet file itself, and tells of all that it read", () => {
    const path = join(folder, "imports.yaml");
    writeFileSync(path, "clusters: [{ id: a, nodes: [a:1], timeouts: { import: [big, vast, /dev/zero] } }]");
    writeFileSync(join(folder, "big"), "x".repeat(2_000_000));
    writeFileSync(join(folder, "vast"), "");
    truncateSync(join(folder, "vast"), 6_000_000);
    const read: string[] = [];
    const result = loadFleet(path, {}, (file) => read.push(file));
    const imports = result.state === "ok" ? result.fleet.clusters[0]?.timeouts.imports : [];
    expect(imports?.map((file) => ("text" in file ? file.text.length : file.failure))).toEqual([
      2_000_000,
      "the file has 6000000 bytes",
      "this is no plain file",
    ]);
    expect(read).toEqual([path, join(folder, "big"), join(folder, "vast"), "/dev/zero"]);
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
