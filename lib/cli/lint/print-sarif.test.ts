import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { RULES } from "@/lib/domain/timeouts/rules/table";
import { printSarif } from "./print-sarif";
import { violationsOf } from "./testing/json-schema";
import { REPORT, UNREADABLE } from "./testing/made-up-report";

const schema = JSON.parse(
  readFileSync(new URL("fixtures/sarif-2.1.0-rtm.5.schema.json", import.meta.url), "utf8"),
);
const logOf = (...args: Parameters<typeof printSarif>) => JSON.parse(printSarif(...args));

describe("the report as SARIF", () => {
  it.each([
    ["findings", REPORT, 2],
    ["a file that cannot be read", UNREADABLE, 2],
  ] as const)("is valid with %s", (_, report, exitCode) => {
    expect(violationsOf(schema, logOf(report, exitCode, "0.1.0"))).toEqual([]);
  });

  it("is looked at by a check that finds what is wrong", () => {
    const log = logOf(REPORT, 1, "0.1.0");
    log.runs[0].results[0].level = "critical";
    log.runs[0].results[1].locations[0].physicalLocation.region.startLine = 0;
    log.runs[0].results[1].colour = "red";
    log.runs[0].tool.driver.rules[0].id = 7;
    delete log.version;
    expect(violationsOf(schema, log)).toEqual([
      '/runs/0/tool/driver/rules/0/id: type "string"',
      '/runs/0/results/0/level: enum ["none","note","warning","error"]',
      "/runs/0/results/1/colour: not allowed",
      "/runs/0/results/1/locations/0/physicalLocation/region/startLine: minimum 1",
      '/: required ["version","runs"]',
    ]);
  });

  it("has what is broken as results, at the lines that say so", () => {
    const [run] = logOf(REPORT, 2, "0.1.0").runs;
    expect(run.results).toHaveLength(2);
    expect(run.results[1]).toMatchObject({
      ruleId: "idle-below-proxy",
      ruleIndex: RULES.findIndex(({ id }) => id === "idle-below-proxy"),
      level: "warning",
      message: {
        text: "orders: orders-api: nothing ends the silence, but the proxy closes idle clients after 50 s. The first command after 50 s of quiet fails.",
      },
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: "ops/deploy/ha%20proxy.cfg", uriBaseId: "%SRCROOT%" },
            region: { startLine: 7 },
          },
        },
      ],
      relatedLocations: [
        {
          id: 1,
          physicalLocation: {
            artifactLocation: { uri: "ops/evenkeel.yaml", uriBaseId: "%SRCROOT%" },
            region: { startLine: 12 },
          },
        },
      ],
    });
    expect(run.results[0].message.markdown).toContain("```java\nconfig.setMaxWait(");
  });

  it("has what is not evaluated, not read and not understood as notifications", () => {
    const [{ invocations }] = logOf(REPORT, 2, "0.1.0").runs;
    const [{ executionSuccessful, toolConfigurationNotifications, toolExecutionNotifications }] = invocations;
    expect(executionSuccessful).toBe(false);
    expect(toolExecutionNotifications).toHaveLength(2);
    expect(toolConfigurationNotifications.map((note: { level: string }) => note.level)).toEqual([
      ...Array(7).fill("warning"),
      "error",
      "note",
    ]);
    expect(toolConfigurationNotifications.at(-1)).toMatchObject({
      message: { text: "orders: no client group is called checkout-api" },
    });
    expect(toolConfigurationNotifications.at(-2)).toMatchObject({
      message: { text: "/etc/none.yaml: no such file" },
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: "ops/evenkeel.yaml" },
            region: { startLine: 21 },
          },
        },
      ],
    });
  });

  it("recognises a finding again after its numbers and lines have changed", () => {
    const [first] = REPORT.clusters;
    if (first === undefined) throw new Error("no cluster");
    const changed = {
      ...REPORT,
      clusters: [{ ...first, line: 9, findings: first.findings.map((one) => ({ ...one, sentence: "x" })) }],
    };
    const fingerprints = (report: typeof REPORT) =>
      logOf(report, 1, "0.1.0").runs[0].results.map(
        (result: { partialFingerprints: unknown }) => result.partialFingerprints,
      );
    expect(fingerprints(changed)).toEqual(fingerprints(REPORT));
    expect(new Set(fingerprints(REPORT).map((one: unknown) => JSON.stringify(one))).size).toBe(2);
  });
});
