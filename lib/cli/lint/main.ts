import { writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { fleetPath } from "@/lib/config/environment";
import { loadFleet } from "@/lib/config/load-fleet";
import { LINT_USAGE, type LintArguments, parseLintArguments } from "./arguments";
import { lintFleet } from "./lint-fleet";
import { printJson } from "./print-json";
import { printSarif } from "./print-sarif";
import { printText, summaryOf } from "./print-text";
import { exitCodeOf, type LintReport } from "./report";

/** What the command says and how it ends. Bundled to dist/lint.mjs. */
export interface LintOutcome {
  readonly exitCode: 0 | 1 | 2;
  /** For the standard output: the report, unless it went into a file. */
  readonly output: string;
  /** For people, beside it. */
  readonly remarks: string;
}

/**
 * Checks a fleet file's time-outs. No secret is looked at: the same file comes out the same in a pull request, where no
 * secret is, and on the machine that has them. `folder`: the current one. `version`: of this program.
 */
export function lint(args: readonly string[], folder: string, version: string): LintOutcome {
  const parsed = parseLintArguments(args);
  switch (parsed.state) {
    case "help":
      return { exitCode: 0, output: `${LINT_USAGE}\n`, remarks: "" };
    case "refused":
      return { exitCode: 2, output: "", remarks: `evenkeel lint: ${parsed.message}\n\n${LINT_USAGE}\n` };
    case "ok":
      return run(parsed.given, folder, version);
  }
}

function run(given: LintArguments, folder: string, version: string): LintOutcome {
  const path = given.fleetFile === null ? fleetPath() : resolve(folder, given.fleetFile);
  const report = lintFleet(loadFleet(path, null), folder);
  const exitCode = exitCodeOf(report, given.isStrict);
  const output = print(report, given, exitCode, version);
  // Problems of the file are for people, whatever was asked for.
  const problems = report.state === "unreadable" ? printText(report) : "";
  if (given.output === null) {
    return given.format === "text" && report.state === "unreadable"
      ? { exitCode, output: "", remarks: problems }
      : { exitCode, output, remarks: problems };
  }
  const target = resolve(folder, given.output);
  if (readFiles(report, path, folder).includes(target))
    return {
      exitCode: 2,
      output: "",
      remarks: `${given.output}: this file is read, so it is not written over\n`,
    };
  const failure = write(target, output);
  if (failure !== null) return { exitCode: 2, output: "", remarks: `${given.output}: ${failure}\n` };
  const summary = report.state === "linted" ? `${summaryOf(report.fleetFile, report.clusters)}\n` : problems;
  return { exitCode, output: "", remarks: summary };
}

/** The fleet file and all that it imports. */
function readFiles(report: LintReport, fleetFile: string, folder: string): readonly string[] {
  const imports = report.state === "linted" ? report.clusters.flatMap((cluster) => cluster.imports) : [];
  return [fleetFile, ...imports.map((file) => file.path)].map((path) => resolve(folder, path));
}

function print(report: LintReport, { format }: LintArguments, exitCode: number, version: string): string {
  switch (format) {
    case "text":
      return printText(report);
    case "json":
      return printJson(report, exitCode);
    case "sarif":
      return printSarif(report, exitCode, version);
  }
}

function write(path: string, text: string): string | null {
  try {
    writeFileSync(path, text);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
