import { formatInstantInput } from "../time";
import type { LineChartModel } from "./line-model";
import type { ChurnModel } from "./prepare-churn";

/** The numbers behind a chart: of a chart over time newest first. */
export interface ChartTable {
  /** Heads of the first column, on the page and in CSV. */
  readonly first: { readonly head: string; readonly csv: string };
  readonly columns: readonly string[];
  readonly rows: readonly ChartTableRow[];
}

export interface ChartTableRow {
  /** Unique in its table. */
  readonly name: string;
  /** The same in CSV: an instant in ISO-8601. */
  readonly csv: string;
  readonly values: readonly (number | null)[];
}

/** First column of a table over time. */
export const BY_MOMENT = { head: "UTC", csv: "at" } as const;

export function momentRow(atMs: number, values: readonly (number | null)[]): ChartTableRow {
  return { name: formatInstantInput(atMs), csv: new Date(atMs).toISOString(), values };
}

export function tableOfLines(model: LineChartModel): ChartTable {
  const lines = [...model.lines, ...model.aside];
  const names = lines.map((line) => line.name);
  const columns = lines.map((line) => line.values);
  return model.total === null
    ? tableOf(model.startsMs, names, columns)
    : tableOf(model.startsMs, [...names, "all"], [...columns, model.total]);
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
  const rows = startsMs.map((atMs, index) =>
    momentRow(
      atMs,
      columns.map((values) => values[index] ?? null),
    ),
  );
  const last = rows.findLastIndex((row) => row.values.some((value) => value !== null));
  return { first: BY_MOMENT, columns: names, rows: rows.slice(0, last + 1).reverse() };
}

/** The table as CSV (RFC 4180), times in ISO-8601 UTC, unknown as an empty field. */
export function formatCsv(table: ChartTable): string {
  const lines = table.rows.map((row) =>
    [quoteField(row.csv), ...row.values.map((value) => (value === null ? "" : String(value)))].join(","),
  );
  return [[table.first.csv, ...table.columns].map(quoteField).join(","), ...lines, ""].join("\r\n");
}

/** A leading `=`, `+`, `-` or `@` would be run as a formula by a spreadsheet: client names come from strangers. */
function quoteField(text: string): string {
  const safe = /^[=+\-@\t]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
