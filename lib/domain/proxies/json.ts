import { kindOfText } from "./reading";

type JsonResult =
  | { readonly state: "ok"; readonly value: unknown }
  | { readonly state: "unreadable"; readonly reason: string };

/** JSON text; otherwise why it is none: another format, or cut short. `expected`: "twemproxy JSON". */
export function parseJson(text: string, expected: string): JsonResult {
  try {
    return { state: "ok", value: JSON.parse(text) };
  } catch {
    const kind = kindOfText(text);
    const reason =
      kind === "JSON"
        ? `answers JSON that cannot be read to its end: it is cut, or not ${expected}`
        : `answers ${kind ?? "something else"}, not ${expected}`;
    return { state: "unreadable", reason };
  }
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
