/** Rows of a CSV text, and whether it ends in the middle of a row. */
export interface CsvText {
  readonly rows: readonly (readonly string[])[];
  readonly cut: boolean;
}

/**
 * RFC 4180: fields with commas, quotes or line feeds are quoted, quotes in them doubled. Empty lines are left out, and
 * so are those, after the first, that `isWanted` (their text as it stands) does not want: most of a large page.
 */
export function readCsv(text: string, isWanted: (line: string) => boolean): CsvText {
  const rows: string[][] = [];
  let quote = text.indexOf('"');
  for (let at = 0; at < text.length; ) {
    // The line feed that ends a row has an even number of quotes before it.
    let end = text.indexOf("\n", at);
    let isInside = false;
    while (end !== -1 && quote !== -1 && (quote < end || isInside)) {
      if (quote > end) end = text.indexOf("\n", end + 1);
      else {
        isInside = !isInside;
        quote = text.indexOf('"', quote + 1);
      }
    }
    if (end === -1 || isInside) return { rows, cut: true };
    const line = text.slice(at, end).replace(/\r$/, "");
    if (line !== "" && (rows.length === 0 || isWanted(line)))
      rows.push(line.includes('"') ? quotedFields(line) : line.split(","));
    at = end + 1;
  }
  return { rows, cut: false };
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
