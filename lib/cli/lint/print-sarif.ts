import { createHash } from "node:crypto";
import { isAbsolute, sep } from "node:path";
import { pathToFileURL } from "node:url";
import type { RuleFinding, Severity } from "@/lib/domain/timeouts/model";
import { RULES } from "@/lib/domain/timeouts/rules/table";
import { printSetting } from "./print-text";
import type { ClusterLint, LintedFleet, LintedImport, LintReport } from "./report";

const SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
const LEVELS = { critical: "error", warning: "warning", notice: "note" } as const satisfies Record<
  Severity,
  string
>;

/**
 * SARIF 2.1.0 (https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html): what is broken as results; what could not
 * be evaluated or read as notifications, since viewers take each result for a fault. Paths are relative to %SRCROOT%.
 */
export function printSarif(report: LintReport, exitCode: number, version: string): string {
  const linted = report.state === "linted" ? report : null;
  const log = {
    $schema: SCHEMA,
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name: "evenkeel",
            version,
            rules: RULES.map(({ id, title, severity, reference }) => ({
              id,
              shortDescription: { text: title },
              defaultConfiguration: { level: LEVELS[severity] },
              help: {
                text: reference.url === null ? reference.title : `${reference.title}: ${reference.url}`,
              },
              ...(reference.url === null ? {} : { helpUri: reference.url }),
            })),
          },
        },
        originalUriBaseIds: { "%SRCROOT%": { description: { text: "The folder that the command ran in." } } },
        invocations: [
          {
            executionSuccessful: exitCode !== 2,
            exitCode,
            toolConfigurationNotifications: configurationNotes(report),
            toolExecutionNotifications: linted === null ? [] : linted.clusters.flatMap(notEvaluated),
          },
        ],
        columnKind: "utf16CodeUnits",
        results: linted === null ? [] : linted.clusters.flatMap((cluster) => resultsOf(cluster, linted)),
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

function resultsOf(cluster: ClusterLint, { fleetFile }: LintedFleet) {
  return cluster.findings
    .filter(({ state }) => state === "broken")
    .map((finding) => {
      const places = finding.settings
        .filter(({ source }) => source.kind === "file" || source.kind === "declared")
        .map((setting) => ({
          ...locationOf(setting.source.name, setting.source.line),
          message: { text: printSetting(setting) },
        }));
      const [first = locationOf(fleetFile, cluster.line), ...related] = places;
      return {
        ruleId: finding.rule,
        ruleIndex: ruleIndexOf(finding.rule),
        level: LEVELS[finding.severity],
        message: messageOf(cluster, finding),
        locations: [first],
        ...(related.length === 0
          ? {}
          : { relatedLocations: related.map((place, index) => ({ id: index + 1, ...place })) }),
        partialFingerprints: { "evenkeelFinding/v1": fingerprintOf(cluster, finding) },
        properties: { cluster: cluster.id, subject: finding.subject },
      };
    });
}

function messageOf({ id }: ClusterLint, { sentence, consequence, fix }: RuleFinding) {
  const said = [`${id}: ${sentence}.`, consequence, fix === null ? null : `Fix: ${fix.sentence}.`].filter(
    (part) => part !== null,
  );
  const text = said.join(" ");
  if (fix === null || fix.code === null) return { text };
  const fence = `\`\`\`${fix.language ?? ""}\n${fix.code}\n\`\`\``;
  return { text: `${text}\n${fix.code}`, markdown: `${said.join("\n\n")}\n\n${fence}` };
}

function notEvaluated(cluster: ClusterLint) {
  return cluster.findings
    .filter(({ state }) => state === "not-evaluated")
    .map(({ rule, sentence }) => ({
      level: "note",
      message: { text: `${cluster.id}: ${sentence}` },
      associatedRule: { id: rule, index: ruleIndexOf(rule) },
    }));
}

function configurationNotes(report: LintReport) {
  if (report.state === "unreadable") {
    return report.problems.map(({ line, message, hint }) => ({
      level: "error",
      message: { text: hint === null ? message : `${message} (${hint})` },
      locations: [locationOf(report.fleetFile, line)],
    }));
  }
  return report.clusters.flatMap((cluster) => [
    ...cluster.imports.flatMap((file) => importNotes(file, report.fleetFile)),
    ...cluster.unmatched.map((subject) => ({
      level: "note",
      message: { text: `${cluster.id}: no client group is called ${subject}` },
      locations: [locationOf(report.fleetFile, cluster.line)],
    })),
  ]);
}

function importNotes({ path, line, failure, rejects }: LintedImport, fleetFile: string) {
  const failed = {
    level: "error",
    message: { text: `${path}: ${failure}` },
    locations: [locationOf(fleetFile, line)],
  };
  return [
    ...(failure === null ? [] : [failed]),
    ...rejects.map((reject) => ({
      level: "warning",
      message: { text: `Not understood: ${reject.text === "" ? "" : `${reject.text}: `}${reject.reason}` },
      locations: [locationOf(path, reject.line)],
    })),
  ];
}

function ruleIndexOf(rule: string): number {
  return RULES.findIndex(({ id }) => id === rule);
}

function locationOf(path: string, line: number | null) {
  return {
    physicalLocation: {
      artifactLocation: artifactOf(path),
      ...(line === null ? {} : { region: { startLine: line } }),
    },
  };
}

function artifactOf(path: string) {
  if (isAbsolute(path)) return { uri: pathToFileURL(path).href };
  return { uri: path.split(sep).map(encodeURIComponent).join("/"), uriBaseId: "%SRCROOT%" };
}

/** The same finding of another run: neither its numbers nor its line count. */
function fingerprintOf({ id }: ClusterLint, { rule, subject }: RuleFinding): string {
  return createHash("sha256")
    .update(JSON.stringify([id, rule, subject]))
    .digest("hex");
}
