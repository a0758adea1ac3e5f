import type { RuleFinding, Setting } from "@/lib/domain/timeouts/model";
import { countFindings, type LintReport } from "./report";

/** The report for programs. `version` is that of this form: it changes when a field changes its meaning. */
export function printJson(report: LintReport, exitCode: number): string {
  const { fleetFile } = report;
  const body =
    report.state === "unreadable"
      ? { state: report.state, problems: report.problems }
      : {
          state: report.state,
          counts: countFindings(report.clusters),
          hasDiscovered: report.hasDiscovered,
          clusters: report.clusters.map(({ findings, ...cluster }) => ({
            ...cluster,
            findings: findings.map(findingOf),
          })),
        };
  return `${JSON.stringify({ version: 1, fleetFile, exitCode, ...body }, null, 2)}\n`;
}

function findingOf({ settings, ...finding }: RuleFinding) {
  return { ...finding, settings: settings.map(settingOf) };
}

/** Infinity has no place in JSON: what has no end says so in a word. */
function settingOf({ layer, key, subject, value, source, assumed }: Setting) {
  return { layer, key, subject, value: jsonValue(value), source, assumed };
}

function jsonValue(value: Setting["value"]) {
  if (value.kind === "duration" && !Number.isFinite(value.ms)) return { kind: "infinite" };
  if (value.kind === "count" && !Number.isFinite(value.count)) return { kind: "infinite" };
  return value;
}
