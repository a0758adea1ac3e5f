import type { SkewAnswer, SkewRow, SkewSide } from "@/lib/contract/skew";
import { compareNatural } from "../charts/series-tones";
import type { ViewSort } from "../url";
import { formatBytes, formatCount, formatDuration, formatNumber, formatPercent, UNKNOWN } from "../words";
import { formatFactor } from "./format-evidence";

/** Both sides of one proxy (node, zone) in words. */
export interface SideRow {
  readonly name: string;
  readonly isSubject: boolean;
  readonly share: string;
  /** Length of its bar, 0..1 of the longest; null: the share is not known. */
  readonly bar: number | null;
  /** Where its fair share stands on that bar; null: outside the rotation. */
  readonly fairTick: number | null;
  /** Against its fair share, "×2.44"; null: not known, or outside the rotation. */
  readonly factor: string | null;
  readonly front: SideWords;
  readonly back: SideWords;
  readonly latency: SideWords & { readonly note: string | null };
  readonly load: string;
  readonly source: string;
  /** Age of the numbers when the answer was made; null: not known. */
  readonly ageMs: number | null;
  /** What must be known of this row to read it right, in a sentence each. */
  readonly remarks: readonly { readonly text: string; readonly tone: "plain" | "warning" }[];
}

export interface SideWords {
  readonly text: string;
  /** Read aloud and shown on hover in place of a number. */
  readonly unknown: string;
}

export function prepareSides(answer: SkewAnswer, subject: string | null, sort: ViewSort | null): SideRow[] {
  const allMultiplex = answer.proxies.every((row) => row.kind === "multiplexing");
  // Twice a fair share fits on every bar: balanced rows reach its middle, however many they are.
  const measure = loadMeasure(answer);
  const longest = Math.max(...answer.proxies.map((row) => Math.max(row.share ?? 0, 2 * row.fairShare)), 1e-9);
  return sortRows(answer.proxies, sort, measure).map((row) => ({
    name: row.name,
    isSubject: row.name === subject,
    share: formatPercent(row.share),
    bar: row.share === null ? null : row.share / longest,
    fairTick: row.fairShare > 0 ? row.fairShare / longest : null,
    factor: row.share === null || row.fairShare <= 0 ? null : formatFactor(row.share / row.fairShare),
    front: sideWords(row.front),
    back: sideWords(row.back),
    latency: latencyWords(row),
    load: measure === "commands" ? formatNumber(row.commandsPerSec) : formatBytes(row.bytesPerSec),
    source: row.source,
    ageMs: ageOf(row),
    remarks: remarksOf(row, allMultiplex),
  }));
}

export type LoadMeasure = "commands" | "bytes";

/** What load is told in: commands where somebody counts them, else the bytes that TCP proxies count. */
export function loadMeasure({ proxies }: Pick<SkewAnswer, "proxies">): LoadMeasure {
  const counted = proxies.some((row) => row.commandsPerSec !== null);
  return counted || proxies.every((row) => row.bytesPerSec === null) ? "commands" : "bytes";
}

/** What holds for all rows, said once: it stands beside the title. */
export function sidesNote(answer: Pick<SkewAnswer, "by" | "proxies">): string | null {
  if (answer.by === "zone") return null;
  const hint = "a row leads to its connections";
  return answer.proxies.every((row) => row.kind === "multiplexing")
    ? `they ${MULTIPLEX_WORDS}; ${hint}`
    : hint;
}

const MULTIPLEX_WORDS = "share connections to Redis among clients: only their own numbers tell skew";

function sideWords(side: SkewSide): SideWords {
  return side.state === "known"
    ? { text: formatCount(Math.round(side.connections)), unknown: "" }
    : { text: UNKNOWN, unknown: side.reason };
}

/** Of the side that is judged: the front where it is known, else what Redis sees. */
function ageOf({ front, back }: SkewRow): number | null {
  if (front.state === "known") return front.ageMs;
  return back.state === "known" ? back.ageMs : null;
}

function latencyWords({ latencyMs, latency }: SkewRow): SideRow["latency"] {
  if (latency === null) return { text: UNKNOWN, unknown: "no PING goes through it", note: null };
  const notes = [
    latency.answeredBy === "proxy" ? "the proxy answers PING itself: the way to Redis is not in it" : null,
    latency.minMs === null || latency.maxMs === null
      ? null
      : `${formatDuration(latency.minMs)} – ${formatDuration(latency.maxMs)} in the last minute`,
    latency.failed > 0 ? `${formatCount(latency.failed)} of ${formatCount(latency.sent)} failed` : null,
  ].filter((note) => note !== null);
  const unknown = "no PING through it was answered in the last minute";
  return { text: formatDuration(latencyMs), unknown, note: notes.join("; ") || null };
}

function remarksOf(row: SkewRow, allMultiplex: boolean): SideRow["remarks"] {
  const remarks: { text: string; tone: "plain" | "warning" }[] = [];
  if (!row.inRotation) remarks.push({ text: "not in rotation", tone: "plain" });
  if (row.kind === "multiplexing" && !allMultiplex) {
    remarks.push({
      text: "shares connections to Redis among clients: only its own numbers tell skew",
      tone: "plain",
    });
  }
  if (row.front.state === "unknown") {
    remarks.push({ text: `from clients: ${row.front.reason}`, tone: "warning" });
  }
  if (row.back.state === "unknown") remarks.push({ text: `to Redis: ${row.back.reason}`, tone: "warning" });
  if (row.latency?.answeredBy === "proxy") {
    remarks.push({ text: "answers PING itself", tone: "plain" });
  }
  return remarks;
}

const countOfSide = (side: SkewSide) => (side.state === "known" ? side.connections : null);

type ColumnValue = (row: SkewRow) => number | null;

const columnsOf = (measure: LoadMeasure): Readonly<Record<string, ColumnValue>> => ({
  share: (row) => row.share,
  front: (row) => countOfSide(row.front),
  back: (row) => countOfSide(row.back),
  latency: (row) => row.latencyMs,
  load: (row) => (measure === "commands" ? row.commandsPerSec : row.bytesPerSec),
});

/** Shares that differ by less, in fair shares, stand in the order of names: rows must not change places by chance. */
const RANK_STEP = 0.25;

function rankOf({ share, fairShare }: SkewRow): number {
  if (share === null) return -1;
  return fairShare <= 0 ? 0 : Math.round(share / fairShare / RANK_STEP);
}

/** Largest share first unless the reader sorts; unknown comes last in both directions. */
function sortRows(rows: readonly SkewRow[], sort: ViewSort | null, measure: LoadMeasure): readonly SkewRow[] {
  const columns = columnsOf(measure);
  const keyOf = sort && Object.hasOwn(columns, sort.column) ? columns[sort.column] : undefined;
  if (!sort || !keyOf) {
    return [...rows].sort((a, b) => rankOf(b) - rankOf(a) || compareNatural(a.name, b.name));
  }
  const sign = sort.direction === "asc" ? 1 : -1;
  return [...rows].sort((a, b) => {
    const [left, right] = [keyOf(a), keyOf(b)];
    if (left === null || right === null) return Number(left === null) - Number(right === null);
    return sign * (left - right);
  });
}
