/** Rows of a CSV text, and whether it ends in the middle of a row. */
export interface CsvText {
  readonly rows: readonly (readonly string[])[];
  readonly cut: boolean;
}

/** RFC 4180: fields with commas, quotes or line feeds are quoted, quotes in them doubled. Empty lines are left out. */
export function readCsv(text: string): CsvText {
  const rows: string[][] = [];
  let at = 0;
  while (at < text.length) {
    const end = lineEnd(text, at);
    if (end === -1) return { rows, cut: true };
    const line = text.slice(at, end).replace(/\r$/, "");
    if (line !== "") rows.push(line.includes('"') ? quotedFields(line) : line.split(","));
    at = end + 1;
  }
  return { rows, cut: false };
}

/** The line feed that ends a row: one with an even number of quotes before it. -1: there is none. */
function lineEnd(text: string, from: number): number {
  let end = text.indexOf("\n", from);
  let quote = text.indexOf('"', from);
  let isInside = false;
  while (end !== -1) {
    while (quote !== -1 && quote < end) {
      isInside = !isInside;
      quote = text.indexOf('"', quote + 1);
    }
    if (!isInside) return end;
    end = text.indexOf("\n", end + 1);
  }
  return -1;
}

function quotedFields(line: string): string[] {
  const fields: string[] = [];
  let field = "";
  let isInside = false;
  for (let at = 0; at < line.length; at++) {
    const character = line[at];
    if (character === '"') {
      if (isInside && line[at + 1] === '"') {
        field += '"';
        at++;
      } else isInside = !isInside;
    } else if (character === "," && !isInside) {
      fields.push(field);
      field = "";
    } else field += character;
  }
  return [...fields, field];
}
