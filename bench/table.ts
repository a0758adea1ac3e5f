import { type BenchRow, meetsGoal, ratioOf } from "./measure";

const HEADINGS = ["what", "measured", "against", "", "ratio", "goal", "met", "note"];

/** Rows as aligned text. */
export function formatTable(rows: readonly BenchRow[]): string {
  const lines = [HEADINGS, ...rows.map(cellsOf)];
  const widths = HEADINGS.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  return lines
    .map((line) =>
      line
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

function cellsOf(row: BenchRow): string[] {
  const ratio = ratioOf(row);
  const met = meetsGoal(row);
  return [
    row.name,
    `${formatNumber(row.value)} ${row.unit}`,
    row.against?.name ?? "",
    row.against === undefined ? "" : `${formatNumber(row.against.value)} ${row.unit}`,
    ratio === null ? "" : `${formatNumber(ratio)}×`,
    goalOf(row),
    met === null ? "" : met ? "yes" : "NO",
    row.note ?? "",
  ];
}

function goalOf({ goal, unit }: BenchRow): string {
  if (goal === undefined) return "";
  const suffix = goal.of === "ratio" ? "×" : ` ${unit}`;
  const bounds = [];
  if (goal.atMost !== undefined) bounds.push(`≤ ${formatNumber(goal.atMost)}${suffix}`);
  if (goal.atLeast !== undefined) bounds.push(`≥ ${formatNumber(goal.atLeast)}${suffix}`);
  return bounds.join(", ");
}

/** Three significant digits at least, thousands with commas. */
export function formatNumber(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  if (Math.abs(value) >= 100) return Math.round(value).toLocaleString("en");
  return value.toLocaleString("en", { maximumSignificantDigits: 3 });
}
