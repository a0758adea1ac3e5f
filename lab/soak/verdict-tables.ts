import { type Expectation, isContrary, isExpected } from "@/lab/soak/expectations";
import { isHarmless, type SaidVerdict } from "@/lab/soak/said-verdicts";

/** Text in columns as wide as their widest cell. */
export function formatColumns(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

/** Every verdict that was said, with how long it held; the false ones are marked. */
export function tableOfSaid(said: readonly SaidVerdict[], nowMs: number): string {
  const heading = ["cluster", "by", "verdict", "about", "group", "since (UTC)", "conf.", "held", ""];
  const rows = said.map(({ cluster, verdict, saidAtMs, endedAtMs }) => [
    cluster,
    verdict.by,
    verdict.kind,
    verdict.subject ?? "all",
    verdict.group ?? "",
    timeOf(verdict.sinceMs ?? saidAtMs),
    verdict.confidence.toFixed(2),
    `${Math.round(((endedAtMs ?? nowMs) - saidAtMs) / 1_000)} s${endedAtMs === null ? ", holds" : ""}`,
    isHarmless(verdict) ? "" : "FALSE",
  ]);
  return formatColumns([heading, ...rows]);
}

export interface ScenarioOutcome {
  readonly expectation: Expectation;
  readonly startedAtMs: number;
  /** Said from the start of the scenario on. */
  readonly said: readonly SaidVerdict[];
  /** Why it could not be tried, or null. */
  readonly failure: string | null;
}

export function isRight({ expectation, said, failure }: ScenarioOutcome): boolean {
  if (failure !== null || said.some((one) => isContrary(expectation, one))) return false;
  return expectation.kind === null || said.some((one) => isExpected(expectation, one));
}

export function tableOfScenarios(outcomes: readonly ScenarioOutcome[]): string {
  const heading = ["scenario", "seconds", "verdict", "about", "group", "conf.", "", "also said"];
  return formatColumns([heading, ...outcomes.map(rowOf)]);
}

function rowOf(outcome: ScenarioOutcome): string[] {
  const { expectation, startedAtMs, said, failure } = outcome;
  const found = said.find((one) => isExpected(expectation, one));
  const others = said.filter((one) => one !== found && !isHarmless(one.verdict));
  const also = others.map(({ cluster, verdict }) =>
    [cluster, verdict.kind, verdict.subject, verdict.group].filter((word) => word !== null).join(" "),
  );
  const judged = isRight(outcome) ? "right" : "WRONG";
  const sentence = failure ?? also.join("; ");
  if (found === undefined) {
    const word = expectation.kind === null && others.length === 0 ? "none, as it should be" : "none in time";
    return [expectation.scenario, "", word, "", "", "", judged, sentence];
  }
  const { kind, subject, group, confidence } = found.verdict;
  const seconds = ((found.saidAtMs - startedAtMs) / 1_000).toFixed(0);
  return [
    expectation.scenario,
    seconds,
    kind,
    subject ?? "all",
    group ?? "",
    confidence.toFixed(2),
    judged,
    sentence,
  ];
}

/** What bears the expected verdict out: one line for each number. Empty without one. */
export function evidenceOf({ expectation, said }: ScenarioOutcome): string {
  const found = said.find((one) => isExpected(expectation, one));
  return (found?.verdict.evidence ?? [])
    .map(({ label, value, unit }) => `  ${label}: ${Number(value.toPrecision(4))} ${unit}`)
    .join("\n");
}

function timeOf(ms: number): string {
  return new Date(ms).toISOString().slice(11, 19);
}
