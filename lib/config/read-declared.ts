import type { DeclaredKeys, DeclaredKind } from "./declared-keys";
import type { DeclaredSetting, DeclaredValue } from "./declared-timeouts";
import type { FleetDocument, Place } from "./fleet-document";
import { DURATION_HINT, PERCENT_HINT, parsePercent } from "./human-units";
import { readDuration } from "./parse-watch";

/** Beyond it a unit has slipped: say `infinite`. */
const MOST_MS = 366 * 86_400_000;
const MOST_COUNT = 10_000_000;
const UNLIMITED_HINT = "infinite (or never), or none where nothing is set";

const WORDS: Readonly<Record<string, DeclaredValue>> = {
  infinite: { kind: "infinite" },
  never: { kind: "infinite" },
  none: { kind: "unset" },
};

/** A map of declared settings, e.g. `pool`. `prefix` stands before each key: "pool", "timeouts.server". */
export function readDeclared(
  document: FleetDocument,
  place: Place,
  keys: DeclaredKeys,
  prefix: string,
  group: string | null,
): readonly DeclaredSetting[] {
  const fields = document.fields(place, Object.keys(keys));
  if (fields === null) return [];
  const settings: DeclaredSetting[] = [];
  for (const [key, field] of fields) {
    const kind = keys[key];
    const value = kind === undefined ? null : readValue(document, field, kind, fields);
    if (value !== null) settings.push({ key: `${prefix}.${key}`, group, value, line: field.line });
  }
  return settings;
}

function readValue(
  document: FleetDocument,
  place: Place,
  kind: DeclaredKind,
  fields: ReadonlyMap<string, Place>,
): DeclaredValue | null {
  switch (kind.kind) {
    case "duration":
      return readSpan(document, place, kind.unlimited);
    case "count":
      return readCount(document, place, kind.least, kind.unlimited);
    case "surge":
      return readSurge(document, place, fields.get("max"));
    case "flag":
      return readFlag(document, place);
    case "word":
      return readWord(document, place, kind.words);
  }
}

function readSpan(document: FleetDocument, place: Place, unlimited: boolean): DeclaredValue | null {
  const hint = unlimited ? `${DURATION_HINT}; ${UNLIMITED_HINT}` : DURATION_HINT;
  const text = document.text(place, hint);
  if (text === null) return null;
  const word = unlimited ? wordOf(text) : null;
  if (word !== null) return word;
  if (/^\d/.test(text)) {
    const ms = readDuration(document, place, 0, MOST_MS);
    return ms === null ? null : { kind: "duration", ms };
  }
  document.reportAt(place, "this is not a duration", hint);
  return null;
}

function readCount(
  document: FleetDocument,
  place: Place,
  least: number,
  unlimited: boolean,
): DeclaredValue | null {
  const value = document.scalar(place);
  const word = unlimited && typeof value === "string" ? wordOf(value) : null;
  if (word !== null) return word;
  if (typeof value === "number" && Number.isInteger(value) && value >= least && value <= MOST_COUNT)
    return { kind: "count", count: value };
  const range = `a whole number from ${least} to ${MOST_COUNT}`;
  document.reportAt(place, "this is not a count", unlimited ? `${range}, or ${UNLIMITED_HINT}` : range);
  return null;
}

/** Pods, or a share of the most there are. Kubernetes rounds a share of maxSurge up. */
function readSurge(document: FleetDocument, place: Place, max: Place | undefined): DeclaredValue | null {
  const value = document.scalar(place);
  const ratio = typeof value === "string" ? parsePercent(value) : null;
  if (ratio === null) return readCount(document, place, 0, false);
  const most = max === undefined ? undefined : document.scalar(max);
  if (ratio <= 1 && typeof most === "number" && Number.isInteger(most) && most > 0 && most <= MOST_COUNT)
    // 10 % of 20 pods are two, and not three because 0.1 is not exactly a tenth.
    return { kind: "count", count: Math.ceil(Number((most * ratio).toFixed(6))) };
  const [message, hint] =
    ratio > 1
      ? ["this is out of bounds", `at most 100%; ${PERCENT_HINT}`]
      : ["a share needs max beside it", "pods: { max: 40, surge: 25% }"];
  document.reportAt(place, message, hint);
  return null;
}

function readFlag(document: FleetDocument, place: Place): DeclaredValue | null {
  const value = document.scalar(place);
  if (typeof value === "boolean") return { kind: "flag", isOn: value };
  document.reportAt(place, "this is neither true nor false", "true or false");
  return null;
}

function readWord(document: FleetDocument, place: Place, words: readonly string[]): DeclaredValue | null {
  const value = document.scalar(place);
  const word =
    typeof value === "string" ? words.find((known) => known === value.trim().toLowerCase()) : undefined;
  if (word !== undefined) return { kind: "word", word };
  document.reportAt(place, "this is none of the words", `allowed: ${words.join(", ")}`);
  return null;
}

function wordOf(text: string): DeclaredValue | null {
  return Object.hasOwn(WORDS, text.trim()) ? (WORDS[text.trim()] ?? null) : null;
}
