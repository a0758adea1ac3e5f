import { storableText } from "../storable-text";

const LARGEST_INT = 2 ** 31 - 1;

export interface RowShape {
  /** Names of the table's columns; what is not among them is left out. */
  readonly columns: ReadonlySet<string>;
  readonly fractions: ReadonlySet<string>;
  /** Columns of eight bytes; all other counts have four. */
  readonly big: ReadonlySet<string>;
}

/**
 * One odd value must not cost the whole batch: fractions are rounded where the column counts, a number that is none or
 * does not fit is not known, and characters that PostgreSQL cannot store are left out.
 */
export function storableRow(row: object, shape: RowShape): Record<string, unknown> {
  const entries = Object.entries(row).flatMap(([name, value]): [string, unknown][] => {
    if (!shape.columns.has(name)) return [];
    if (typeof value === "string") return [[name, storableText(value)]];
    if (typeof value !== "number") return [[name, value]];
    if (shape.fractions.has(name)) return [[name, Number.isFinite(value) ? value : null]];
    const largest = shape.big.has(name) ? Number.MAX_SAFE_INTEGER : LARGEST_INT;
    return [[name, Math.abs(value) <= largest ? Math.round(value) : null]];
  });
  return Object.fromEntries(entries);
}
