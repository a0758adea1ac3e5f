import { describe, expect, it } from "vitest";
import { countFindings, exitCodeOf, type LintedFleet } from "./report";
import { REPORT, UNREADABLE } from "./testing/made-up-report";

/** The made-up report without the file that is missing, and with these severities of what is broken. */
function reportOf(...broken: readonly ("critical" | "warning" | "notice")[]): LintedFleet {
  const [cluster] = REPORT.clusters;
  const [finding] = cluster?.findings ?? [];
  if (cluster === undefined || finding === undefined) throw new Error("no finding");
  const findings = broken.map((severity) => ({ ...finding, severity }));
  return { ...REPORT, clusters: [{ ...cluster, imports: [], findings }] };
}

describe("the exit code", () => {
  it.each([
    ["nothing", reportOf(), 0, 0],
    ["a notice", reportOf("notice"), 0, 0],
    ["a warning", reportOf("notice", "warning"), 0, 1],
    ["something critical", reportOf("warning", "critical"), 1, 1],
    ["a file that is missing", REPORT, 2, 2],
    ["a fleet file that is refused", UNREADABLE, 2, 2],
  ] as const)("for %s", (_, report, usual, strict) => {
    expect([exitCodeOf(report, false), exitCodeOf(report, true)]).toEqual([usual, strict]);
  });

  it("comes from what is broken: what is not evaluated never counts as held", () => {
    expect(countFindings(REPORT.clusters)).toEqual({
      critical: 1,
      warning: 1,
      notice: 0,
      holds: 2,
      notEvaluated: 2,
    });
  });
});
