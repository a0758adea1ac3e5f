import type { SkewAnswer, SkewVerdictAnswer } from "@/lib/contract/skew";
import { VERDICT_STATES } from "@/lib/domain/findings/skew";
import type { HealthState } from "@/lib/domain/findings/state";
import type { SkewBy, VerdictKind } from "@/lib/domain/skew/model";
import { formatWhen } from "../time";
import type { PinnedWindow } from "../window";
import { formatCount, formatNumber, formatPercent, THIN } from "../words";
import { eventsSeen } from "./evidence-tiles";

const BY: Record<SkewBy, { one: string; many: string; One: string }> = {
  proxy: { one: "proxy", many: "proxies", One: "Proxy" },
  node: { one: "node", many: "nodes", One: "Node" },
  zone: { one: "zone", many: "zones", One: "Zone" },
};

/** What is compared, in words. */
export function byWords(by: SkewBy): { one: string; many: string; One: string } {
  return BY[by];
}

const LABELS: Record<VerdictKind, string> = {
  "proxy-restarted": "Proxy restarted",
  "proxy-added": "Proxy added",
  "uneven-arrivals": "Uneven arrivals",
  leak: "Leak",
  "lifo-drift": "LIFO drift",
  "hot-connections": "Hot connections",
  balanced: "Balanced",
  "insufficient-data": "Not enough data",
};

/** Name of a verdict, and how urgent it is. */
export function kindWords(kind: VerdictKind): { readonly label: string; readonly state: HealthState } {
  return { label: LABELS[kind], state: VERDICT_STATES[kind] };
}

/** True for a verdict that says something is wrong. */
export function isFinding(kind: VerdictKind): boolean {
  return kind !== "balanced" && kind !== "insufficient-data";
}

/** 0.994 → "0.99": never more certain than it is. */
export function formatConfidence(confidence: number): string {
  return (Math.floor(confidence * 100 + 1e-9) / 100).toFixed(2);
}

/** What stands beside the chip: since when, how sure, what was seen, what could not be attributed. */
export function verdictFacts(
  answer: Pick<SkewAnswer, "now" | "proxies" | "unattributed">,
  verdict: Pick<SkewVerdictAnswer, "since" | "until" | "confidence" | "trend" | "evidence">,
): string[] {
  const nowMs = Date.parse(answer.now);
  const { ratio } = answer.unattributed;
  return [
    spanWords(verdict, nowMs),
    `confidence ${formatConfidence(verdict.confidence)}`,
    verdict.trend === "growing" && verdict.until === null ? "still growing" : null,
    churnWords(answer, verdict),
    ratio === null ? "unattributed churn not known" : `${formatPercent(ratio)} of churn unattributed`,
  ].filter((fact) => fact !== null);
}

/** What the verdict rests on where it says so, else the rates of the window. */
function churnWords(
  answer: Pick<SkewAnswer, "proxies">,
  verdict: Pick<SkewVerdictAnswer, "evidence">,
): string | null {
  const events = eventsSeen(verdict.evidence);
  if (events) return `${formatCount(events.opened)} opened, ${formatCount(events.closed)} closed seen`;
  const opened = sumOf(answer.proxies.map((row) => row.openedPerSec));
  const closed = sumOf(answer.proxies.map((row) => row.closedPerSec));
  if (opened === null || closed === null) return null;
  return `${formatNumber(opened)} opened, ${formatNumber(closed)} closed${THIN}/${THIN}s seen`;
}

/** What weakens a finding, or what kept it from being one; null: nothing that the sentence does not say. */
export function conditionWords({
  kind,
  condition,
  sentence,
}: Pick<SkewVerdictAnswer, "kind" | "condition" | "sentence">): string | null {
  if (condition === null || sentence.includes(condition)) return null;
  return isFinding(kind) ? `What weakens it: ${condition}` : condition;
}

/** "since 13:20:04", "13:20:04 – 13:41:10"; null: not known. */
export function spanWords(
  { since, until }: Pick<SkewVerdictAnswer, "since" | "until">,
  nowMs: number,
): string | null {
  const from = since === null ? null : formatWhen(Date.parse(since), nowMs);
  if (until === null) return from && `since ${from}`;
  const to = formatWhen(Date.parse(until), nowMs);
  return from === null ? `until ${to}` : `${from} – ${to}`;
}

/** A window around a verdict that ended, with a quarter of its length before and after it; null: no beginning is known. */
export function verdictWindow({
  since,
  until,
}: Pick<SkewVerdictAnswer, "since" | "until">): PinnedWindow | null {
  if (since === null || until === null) return null;
  const [fromMs, toMs] = [Date.parse(since), Date.parse(until)];
  const margin = Math.max(60_000, Math.round((toMs - fromMs) / 4000) * 1000);
  return { kind: "between", fromMs: fromMs - margin, toMs: toMs + margin };
}

/** Null as soon as one is unknown: a sum without somebody is another number. */
function sumOf(values: readonly (number | null)[]): number | null {
  let sum = 0;
  for (const value of values) {
    if (value === null) return null;
    sum += value;
  }
  return values.length === 0 ? null : sum;
}

export interface SentencePart {
  readonly text: string;
  readonly strong: boolean;
}

/** The sentence cut at what it is about: its subject and its factor stand out. */
export function emphasize(sentence: string, subject: string | null): SentencePart[] {
  const factor = "[×x]?\\d[\\d.,]*\u202f?[×x](?: (?:less|more) often)?|×\\d[\\d.,]*";
  const escaped = subject?.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  const name = escaped === undefined ? "" : `(?<![\\w-])${escaped}(?![\\w-])|`;
  return sentence
    .split(new RegExp(`(${name}${factor})`, "g"))
    .flatMap((text, index) => (text === "" ? [] : [{ text, strong: index % 2 === 1 }]));
}
