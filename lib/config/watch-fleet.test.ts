import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { FleetResult } from "./fleet";
import { type FleetWatch, watchFleet } from "./watch-fleet";

const fleetText = (id: string) => `clusters:\n  - { id: ${id}, nodes: [10.0.0.1:6379] }\n`;

describe("watching the fleet file", () => {
  let folder: string;
  let path: string;
  let watch: FleetWatch | null = null;
  let results: FleetResult[];

  const begin = () => {
    watch = watchFleet(path, (result) => results.push(result), { variables: {}, intervalMs: 10 });
    return watch.first;
  };
  const untilLast = (expected: string) =>
    vi.waitFor(() => expect(results.at(-1) && describeResult(results.at(-1))).toBe(expected), {
      timeout: 20_000,
    });

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "evenkeel-fleet-"));
    path = join(folder, "evenkeel.yaml");
    results = [];
  });

  afterEach(() => {
    watch?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it("sees the file appear, change in place, break, recover and go", async () => {
    expect(begin().state).toBe("missing");
    writeFileSync(path, fleetText("first"));
    await untilLast("first");
    writeFileSync(path, fleetText("second"));
    await untilLast("second");
    writeFileSync(path, "clusters: [");
    await untilLast("invalid");
    writeFileSync(path, fleetText("third"));
    await untilLast("third");
    rmSync(path);
    await untilLast("missing");
  });

  it("sees the file replaced by rename, as editors do", async () => {
    writeFileSync(path, fleetText("first"));
    expect(describeResult(begin())).toBe("first");
    writeFileSync(`${path}.new`, fleetText("other"));
    renameSync(`${path}.new`, path);
    await untilLast("other");
  });

  it("sees the folder swapped behind a symlink, as Kubernetes does", async () => {
    for (const id of ["one", "two"]) {
      mkdirSync(join(folder, id));
      writeFileSync(join(folder, id, "evenkeel.yaml"), fleetText(id));
    }
    symlinkSync("one", join(folder, "data"));
    symlinkSync("data/evenkeel.yaml", path);
    expect(describeResult(begin())).toBe("one");
    symlinkSync("two", join(folder, "data.new"));
    renameSync(join(folder, "data.new"), join(folder, "data"));
    await untilLast("two");
  });

  it("sees a secret's file change", async () => {
    writeFileSync(join(folder, "password"), "old\n");
    writeFileSync(path, "clusters: [{ id: a, nodes: [a:1], auth: { password: file:password } }]");
    expect(passwordOf(begin())).toBe("old");
    writeFileSync(join(folder, "password"), "renewed\n");
    await vi.waitFor(() => expect(passwordOf(results.at(-1))).toBe("renewed"), { timeout: 20_000 });
  });
});

function describeResult(result: FleetResult | undefined): string {
  if (result === undefined) return "none";
  return result.state === "ok" ? result.fleet.clusters.map(({ id }) => id).join() : result.state;
}

function passwordOf(result: FleetResult | undefined): string | null {
  const auth = result?.state === "ok" ? result.fleet.clusters[0]?.auth : null;
  return auth && "password" in auth ? auth.password : null;
}
