export interface Series {
  readonly name: string;
  readonly labels: ReadonlyMap<string, string>;
  readonly value: number;
}

const SERIES = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})?\s+([^\s]+)(?:\s+-?\d+)?\s*(?:# .*)?$/;
const LABEL = /\s*([a-zA-Z_]\w*)\s*=\s*"((?:[^"\\]|\\.)*)"\s*,?/y;

/** One series with its value; null where the line is a comment or no series, or its value NaN or infinite. */
export function readSeries(line: string): Series | null {
  const match = line.startsWith("#") ? null : SERIES.exec(line);
  if (match === null) return null;
  const [, name = "", labelText, valueText = ""] = match;
  const labels = readLabels(labelText ?? "");
  const value = Number(valueText);
  return labels === null || !Number.isFinite(value) ? null : { name, labels, value };
}

/** `metric{label="value"}` → which series it means: those with at least these labels. Null: it is not of that form. */
export function readSelector(text: string): Omit<Series, "value"> | null {
  const [, name, labelText] = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})?$/s.exec(text.trim()) ?? [];
  const labels = readLabels(labelText ?? "");
  return name === undefined || labels === null ? null : { name, labels };
}

function readLabels(text: string): ReadonlyMap<string, string> | null {
  const labels = new Map<string, string>();
  LABEL.lastIndex = 0;
  let at = 0;
  for (let match = LABEL.exec(text); match !== null; match = LABEL.exec(text)) {
    const [whole, name = "", value = ""] = match;
    labels.set(
      name,
      value.replace(/\\(.)/g, (_, escaped: string) => (escaped === "n" ? "\n" : escaped)),
    );
    at += whole.length;
  }
  return text.slice(at).trim() === "" ? labels : null;
}
