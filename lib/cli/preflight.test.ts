import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { checkStart } from "./preflight";

describe("the check before a start", () => {
  let folder: string;
  let path: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "evenkeel-preflight-"));
    path = join(folder, "evenkeel.yaml");
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it("lets a start without a fleet file pass: the dashboard shows how to write one", () => {
    expect(checkStart({ EVENKEEL_CONFIG: join(folder, "none.yaml") })).toMatchObject({
      state: "ready",
      fleetState: "missing",
    });
  });

  it("names the fleet file's line, what is wrong and what is allowed", () => {
    writeFileSync(path, "clusters:\n  - id: orders\n    nodes: [10.0.5.21:6379]\n    proxis: []\n");
    expect(checkStart({ EVENKEEL_CONFIG: path })).toEqual({
      state: "refused",
      lines: [
        `${path}:4: clusters[0]: unknown key "proxis"\n` +
          '    did you mean "proxies"? allowed: id, name, nodes, elasticache, auth, tls, proxies, clients, timeouts, watch',
      ],
    });
  });

  it("refuses an environment that makes no sense before it looks at the file", () => {
    expect(checkStart({ EVENKEEL_CONFIG: path, PORT: "many" })).toEqual({
      state: "refused",
      lines: ['PORT: "many" is not a port (allowed: 0 to 65535)'],
    });
  });

  it("reads a good file", () => {
    writeFileSync(path, "clusters: [{ id: orders, nodes: [10.0.5.21:6379] }]\n");
    expect(checkStart({ EVENKEEL_CONFIG: path, PORT: "8080" })).toMatchObject({
      state: "ready",
      fleetState: "ok",
      environment: { port: 8080, fleetPath: path },
    });
  });
});
