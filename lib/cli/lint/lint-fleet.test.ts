import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { loadFleet } from "@/lib/config/load-fleet";
import { parseFleet } from "@/lib/config/parse-fleet";
import { RULES } from "@/lib/domain/timeouts/rules/table";
import { lintFleet } from "./lint-fleet";
import { lint } from "./main";
import type { ClusterLint } from "./report";
import { violationsOf } from "./testing/json-schema";

const FIXTURES = fileURLToPath(new URL("fixtures", import.meta.url));
const schema = JSON.parse(readFileSync(join(FIXTURES, "sarif-2.1.0-rtm.5.schema.json"), "utf8"));

/** One cluster whose `timeouts.import` names these files. */
function lintFiles(files: Readonly<Record<string, string>>): ClusterLint {
  const text = `clusters: [{ id: a, nodes: [a:1], timeouts: { import: [${Object.keys(files).join(", ")}] } }]`;
  const result = parseFleet(text, "/srv/evenkeel.yaml", {
    variables: null,
    readFile: (path) => {
      const found = files[path.slice("/srv/".length)];
      return found === undefined ? { failure: "no such file" } : { text: found };
    },
  });
  const report = lintFleet(result, "/srv");
  const [cluster] = report.state === "linted" ? report.clusters : [];
  if (cluster === undefined) throw new Error(JSON.stringify(report));
  return cluster;
}

describe("lint of a folder", () => {
  it.each([
    ["broken", 1],
    ["aligned", 0],
  ] as const)("%s: exit code %d, and what is said as text, JSON and SARIF", async (name, exitCode) => {
    const folder = join(FIXTURES, name);
    for (const [format, ending] of [
      ["text", "txt"],
      ["json", "json"],
      ["sarif", "sarif"],
    ]) {
      const args = [join(folder, "evenkeel.yaml"), "--format", format ?? ""];
      const outcome = lint(args, folder, "0.1.0");
      expect(outcome).toMatchObject({ exitCode, remarks: "" });
      await expect(outcome.output).toMatchFileSnapshot(join(folder, `expected.${ending}`));
    }
  });

  it.each(["broken", "aligned"])("%s: the SARIF is valid against its schema", (name) => {
    const folder = join(FIXTURES, name);
    const { output } = lint(["--format", "sarif", join(folder, "evenkeel.yaml")], folder, "0.1.0");
    expect(violationsOf(schema, JSON.parse(output))).toEqual([]);
  });

  it("broken: exactly the rules that its stack was made to break", () => {
    const report = lintFleet(loadFleet(join(FIXTURES, "broken", "evenkeel.yaml"), null), FIXTURES);
    const broken = (report.state === "linted" ? report.clusters : []).map(({ id, findings }) => [
      id,
      findings.filter(({ state }) => state === "broken").map(({ rule }) => rule),
    ]);
    expect(Object.fromEntries(broken)).toEqual({
      orders: [
        "pool-wait-bounded",
        "idle-below-lb",
        "idle-below-proxy",
        "liveness-outlasts-failover",
        "pool-order-fits-path",
        "connect-below-command",
        "retry-budget-within-deadline",
        "grace-covers-drain",
      ],
      sessions: ["command-timeout-set", "half-open-detected"],
    });
  });

  it("aligned: no rule is left without its inputs", () => {
    const report = lintFleet(loadFleet(join(FIXTURES, "aligned", "evenkeel.yaml"), null), FIXTURES);
    const findings = report.state === "linted" ? report.clusters.flatMap((cluster) => cluster.findings) : [];
    expect(findings.filter(({ state }) => state !== "holds").map(({ rule }) => rule)).toEqual([]);
    expect(new Set(findings.map(({ rule }) => rule)).size).toBe(RULES.length);
  });
});

describe("lint of what cannot be read", () => {
  it("says that there is no fleet file", () => {
    expect(lint(["none.yaml"], FIXTURES, "0.1.0")).toEqual({
      exitCode: 2,
      output: "",
      remarks: `none.yaml: no such file\n    evenkeel lint FILE, or EVENKEEL_CONFIG\n`,
    });
  });

  it("writes valid SARIF all the same, for whoever uploads it", () => {
    const { exitCode, output } = lint(["none.yaml", "--format", "sarif"], FIXTURES, "0.1.0");
    expect(exitCode).toBe(2);
    expect(violationsOf(schema, JSON.parse(output))).toEqual([]);
  });

  it.each(["aligned/evenkeel.yaml", "aligned/deploy/haproxy.cfg"])(
    "writes over no file that it reads: %s",
    (file) => {
      const before = readFileSync(join(FIXTURES, file), "utf8");
      const outcome = lint(["aligned/evenkeel.yaml", "--output", file], FIXTURES, "0.1.0");
      expect(outcome.exitCode).toBe(2);
      expect(outcome.remarks).toBe(`${file}: this file is read, so it is not written over\n`);
      expect(readFileSync(join(FIXTURES, file), "utf8")).toBe(before);
    },
  );

  it("says why an output cannot be written", () => {
    const args = ["aligned/evenkeel.yaml", "--output", "none/out.txt"];
    expect(lint(args, FIXTURES, "0.1.0")).toMatchObject({
      exitCode: 2,
      remarks: expect.stringContaining("none/out.txt: ENOENT"),
    });
  });

  it("explains arguments that it does not know", () => {
    expect(lint(["--fast"], FIXTURES, "0.1.0")).toMatchObject({
      exitCode: 2,
      remarks: expect.stringContaining("--format text|json|sarif"),
    });
  });

  it("keeps a file that is missing, or of no known format, apart from one that is read", () => {
    const { imports } = lintFiles({
      "redis.conf": "timeout 300\ntcp-keepalive 60\n",
      "poem.txt": "Roses are red\n",
      "empty.yaml": "",
    });
    expect(
      imports.map(({ path, settingCount, failure }) => [path, settingCount > 0, failure === null]),
    ).toEqual([
      ["redis.conf", true, true],
      ["poem.txt", false, false],
      ["empty.yaml", false, false],
    ]);
  });

  it("stays quick over texts that were made to stall it", () => {
    const bomb = ["a: &a [x, x, x, x, x, x, x, x, x]"];
    for (const [name, of] of ["ba", "cb", "dc", "ed", "fe", "gf", "hg", "ih"].map((pair) => [...pair]))
      bomb.push(`${name}: &${name} [${Array(9).fill(`*${of}`).join(", ")}]`);
    const begin = performance.now();
    const { imports } = lintFiles({
      "bomb.yaml": `apiVersion: v1\nkind: Pod\n${bomb.join("\n")}\n`,
      "deep.json": "[".repeat(200_000),
      "long.cfg": `defaults\n${"    timeout client 1s\n".repeat(200_000)}`,
      "line.conf": `timeout ${"9".repeat(5_000_000)}`,
    });
    expect(imports).toHaveLength(4);
    expect(performance.now() - begin).toBeLessThan(20_000);
  });
});
