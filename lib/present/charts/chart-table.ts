import type { LineChartModel } from "./line-model";
import type { ChurnModel } from "./prepare-churn";

/** The numbers behind a chart, newest first. */
export interface ChartTable {
  readonly columns: readonly string[];
  readonly rows: readonly { readonly atMs: number; readonly values: readonly (number | null)[] }[];
}

export function tableOfLines(model: LineChartModel): ChartTable {
  const lines = [...model.lines, ...model.aside];
  const columns = [...lines.map((line) => line.values), model.total];
  return tableOf(model.startsMs, [...lines.map((line) => line.name), "all"], columns);
}

export function tableOfChurn(model: ChurnModel): ChartTable {
  return tableOf(
    model.startsMs,
    ["opened/s", "closed/s", "gone unseen/s"],
    [model.opened, model.closed, model.unseen],
  );
}

/** Buckets after the last known value are left out: they are the future. */
function tableOf(
  startsMs: readonly number[],
  names: readonly string[],
  columns: readonly (readonly (number | null)[])[],
): ChartTable {
  const rows = startsMs.map((atMs, index) => ({
    atMs,
    values: columns.map((values) => values[index] ?? null),
  }));
  const last = rows.findLastIndex((row) => row.values.some((value) => value !== null));
  return { columns: names, rows: rows.slice(0, last + 1).reverse() };
}

/** The table as CSV (RFC 4180), times in ISO-8601 UTC, unknown as an empty field. */
export function formatCsv(table: ChartTable): string {
  const lines = table.rows.map((row) =>
    [
      new Date(row.atMs).toISOString(),
      ...row.values.map((value) => (value === null ? "" : String(value))),
    ].join(","),
  );
  return [["at", ...table.columns].map(quoteField).join(","), ...lines, ""].join("\r\n");
}

/** A leading `=`, `+`, `-` or `@` would be run as a formula by a spreadsheet: client names come from strangers. */
function quoteField(text: string): string {
  const safe = /^[=+\-@\t]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
