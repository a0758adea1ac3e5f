import { printFleetProblem } from "@/lib/config/print-fleet-problem";
import type { RuleFinding, Setting } from "@/lib/domain/timeouts/model";
import { inMs } from "@/lib/domain/timeouts/words";
import { type ClusterLint, countFindings, type LintedImport, type LintReport } from "./report";

const WIDTH = 110;
/** Of one file: the rest is in the JSON. */
const MAX_REJECTS = 5;
const MAX_UNMATCHED = 10;
const DISCOVERED = "clusters that discover finds have no entry in the file: nothing is said of them";

/** The report for people: what is broken in full, what could not be judged in short, what holds as a number. */
export function printText(report: LintReport): string {
  if (report.state === "unreadable") {
    const problems = report.problems.map((problem) => printFleetProblem(report.fleetFile, problem));
    return `${problems.join("\n")}\n`;
  }
  const clusters = report.clusters.map((cluster) => printCluster(cluster, report.fleetFile));
  const discovered = report.hasDiscovered ? [DISCOVERED] : [];
  return `${[...clusters, ...discovered, summaryOf(report.fleetFile, report.clusters)].join("\n\n")}\n`;
}

/** "evenkeel.yaml: 2 broken (1 critical, 1 warning), 8 hold, 12 not evaluated" */
export function summaryOf(fleetFile: string, clusters: readonly ClusterLint[]): string {
  const { critical, warning, notice, holds, notEvaluated } = countFindings(clusters);
  const kinds = [
    critical > 0 ? `${critical} critical` : null,
    warning > 0 ? counted(warning, "warning") : null,
    notice > 0 ? counted(notice, "notice") : null,
  ].filter((kind) => kind !== null);
  const broken =
    kinds.length === 0 ? "nothing broken" : `${critical + warning + notice} broken (${kinds.join(", ")})`;
  return `${fleetFile}: ${broken}, ${holds} hold, ${notEvaluated} not evaluated`;
}

function printCluster(cluster: ClusterLint, fleetFile: string): string {
  const name = cluster.name === cluster.id ? "" : ` (${cluster.name})`;
  const broken = cluster.findings.filter(({ state }) => state === "broken");
  const parts = [
    [`${cluster.id}${name}, ${fleetFile}:${cluster.line}`, ...cluster.imports.flatMap(printImport)],
    ...broken.map(printBroken),
    printUnmatched(cluster.unmatched),
    printNotEvaluated(cluster.findings.filter(({ state }) => state === "not-evaluated")),
  ];
  if (cluster.findings.length > 0 && broken.length === 0) parts.splice(1, 0, ["  nothing broken"]);
  return parts
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n");
}

function printImport({ path, format, settingCount, failure, rejects }: LintedImport): readonly string[] {
  const head =
    failure === null
      ? `read ${path}: ${format}, ${counted(settingCount, "setting")}`
      : `NOT READ ${path}: ${failure}`;
  const shown = rejects.slice(0, MAX_REJECTS).flatMap(({ line, text, reason }) => {
    const place = line === null ? "" : `line ${line}: `;
    return wrap(`not understood, ${place}${text === "" ? "" : `${text}: `}${reason}`, "    ", "      ");
  });
  const more = rejects.length - MAX_REJECTS;
  return [
    ...wrap(head, "  ", "    "),
    ...shown,
    ...(more > 0 ? [`    and ${more} more (--format json has them)`] : []),
  ];
}

function printBroken(finding: RuleFinding): readonly string[] {
  const { rule, severity, sentence, consequence, fix, reference, settings } = finding;
  return [
    `  ${severity.toUpperCase()} ${rule}`,
    ...wrap(sentence, "    "),
    ...(consequence === null ? [] : wrap(consequence, "    ")),
    ...(fix === null ? [] : wrap(`Fix: ${fix.sentence}`, "    ")),
    ...(fix?.code?.split("\n").map((line) => `        ${line}`.trimEnd()) ?? []),
    ...(settings.length === 0 ? [] : wrap(`From: ${settings.map(printSetting).join("; ")}`, "    ")),
    ...[`    Why: ${reference.title}`, ...(reference.url === null ? [] : [`      ${reference.url}`])],
  ];
}

/** "pool.maxWait = 30 s (evenkeel.yaml:12)" */
export function printSetting({ layer, key, value, source, assumed }: Setting): string {
  const place = source.line === null ? source.name : `${source.name}:${source.line}`;
  return `${layer}.${key} = ${printValue(value)} (${assumed ? "assumed: " : ""}${place})`;
}

function printValue(value: Setting["value"]): string {
  switch (value.kind) {
    case "duration":
      return inMs(value.ms);
    case "count":
      return value.count.toLocaleString("en-US");
    case "flag":
      return value.isOn ? "on" : "off";
    case "word":
      return value.word;
    case "infinite":
      return "for ever";
    case "unset":
      return "none";
  }
}

function printUnmatched(subjects: readonly string[]): readonly string[] {
  if (subjects.length === 0) return [];
  const shown = subjects.slice(0, MAX_UNMATCHED).join(", ");
  const more = subjects.length > MAX_UNMATCHED ? ` and ${subjects.length - MAX_UNMATCHED} more` : "";
  return wrap(
    `no client group is called ${shown}${more}: what the files say of them counts for nobody`,
    "  ",
  );
}

/** One entry a reason, with the rules that wait for it. */
function printNotEvaluated(findings: readonly RuleFinding[]): readonly string[] {
  const rules = new Map<string, Set<string>>();
  for (const { sentence, rule } of findings) {
    const reason = sentence.replace(/^Not evaluated, because /, "");
    rules.set(reason, (rules.get(reason) ?? new Set()).add(rule));
  }
  if (rules.size === 0) return [];
  return [
    `  not evaluated (${findings.length})`,
    ...[...rules].flatMap(([reason, names]) =>
      wrap(`- ${[...names].join(", ")}: ${reason}`, "    ", "      "),
    ),
  ];
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

/** Breaks at spaces; a word longer than a line stays whole. */
function wrap(text: string, indent: string, further: string = indent): readonly string[] {
  const lines: string[] = [];
  let line = indent;
  let isEmpty = true;
  for (const word of text.split(" ")) {
    if (!isEmpty && line.length + 1 + word.length > WIDTH) {
      lines.push(line);
      line = further;
      isEmpty = true;
    }
    line += isEmpty ? word : ` ${word}`;
    isEmpty = false;
  }
  return [...lines, line];
}
