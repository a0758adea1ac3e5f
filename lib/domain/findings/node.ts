import { type Judgement, staleAfterMs } from "./state";
import { inBrief, inClock, inCount, inHours, inPercent, inRate, inSpan } from "./wording";

/** What is known of one node when it is judged. Absent knowledge is null, never zero. */
export interface NodeFacts {
  readonly address: string;
  readonly role: "primary" | "replica" | "unknown";
  /** Slots it serves or served last, "0-5460"; null outside Redis Cluster. */
  readonly slots: string | null;
  /** Last time the node answered anything at all; null: never. */
  readonly lastAnswerAtMs: number | null;
  /** What the last attempt said, while the last attempt failed. */
  readonly error: string | null;
  /** Time of the newest count of its connections. */
  readonly countedAtMs: number | null;
  /** Planned time between two counts. */
  readonly countIntervalMs: number;
  readonly connections: number | null;
  /** As the server counts for its limit: `connected_clients` (ours included). */
  readonly connectedClients: number | null;
  readonly maxclients: number | null;
  readonly rejectedPerSec: number | null;
  /** A replica's link to its primary; null: not a replica, or not known. */
  readonly linkUp: boolean | null;
  /** Why the server does not let us list its clients; null: it does. */
  readonly listRefusal: string | null;
  /** Why the last attempt to list them failed, where it did; null: it did not. */
  readonly listTrouble: string | null;
  readonly perHour: number | null;
  readonly hoursToLimit: number | null;
}

export type NodeFindingKind =
  | "silent"
  | "never-seen"
  | "old-data"
  | "at-limit"
  | "near-limit"
  | "rejects"
  | "link-down"
  | "reaches-limit"
  | "list-refused";

/** `phrase` continues "<role> <address> …"; it also stands alone in the node's row. */
export interface NodeFinding extends Omit<Judgement, "sentence"> {
  readonly kind: NodeFindingKind;
  readonly phrase: string;
}

export const CRITICAL_HEADROOM = 0.95;
export const WARNING_HEADROOM = 0.8;
export const WARNING_HOURS = 24;
/** Five probes at the default cadence: one lost packet is not silence. */
const SILENT_AFTER_MS = 5_000;

type Rule = (facts: NodeFacts, nowMs: number) => NodeFinding | null;

/** First what makes the rest old news, then worst first. */
const RULES: readonly Rule[] = [
  findNeverSeen,
  findSilent,
  findOldData,
  findHeadroom,
  findRejections,
  findLinkDown,
  findReach,
  findRefusal,
];

const BLIND: readonly NodeFindingKind[] = ["silent", "never-seen", "old-data"];

/** Everything that is wrong with a node, what matters most first. A silent node is not judged by old numbers. */
export function findInNode(facts: NodeFacts, nowMs: number): NodeFinding[] {
  const findings = RULES.flatMap((rule) => rule(facts, nowMs) ?? []);
  const first = findings[0];
  return first !== undefined && BLIND.includes(first.kind) ? [first] : findings;
}

/** True while the node's numbers are too old to stand for now. */
export function isBlind(facts: NodeFacts, nowMs: number): boolean {
  const first = findInNode(facts, nowMs)[0];
  return first !== undefined && BLIND.includes(first.kind);
}

/** The node's state and sentence: its first finding, or what it calmly does. */
export function judgeNode(facts: NodeFacts, nowMs: number): Judgement {
  const first = findInNode(facts, nowMs)[0];
  if (first !== undefined) return { state: first.state, sentence: first.phrase };
  return { state: "ok", sentence: describeCalm(facts) };
}

function findNeverSeen(facts: NodeFacts): NodeFinding | null {
  if (facts.lastAnswerAtMs !== null) return null;
  const phrase = facts.error === null ? "not asked yet" : `never answered: ${inBrief(facts.error)}`;
  return { kind: "never-seen", state: "unknown", phrase };
}

/** Stale, whatever the role: its numbers are old. What the silence means is judged for the cluster. */
function findSilent(facts: NodeFacts, nowMs: number): NodeFinding | null {
  if (facts.error === null || facts.lastAnswerAtMs === null) return null;
  const silentMs = nowMs - facts.lastAnswerAtMs;
  if (silentMs < SILENT_AFTER_MS) return null;
  const lastGood = `last good ${inClock(facts.lastAnswerAtMs)}`;
  const phrase = `has been silent for ${inSpan(silentMs)} (${lastGood}): ${inBrief(facts.error)}`;
  return { kind: "silent", state: "stale", phrase };
}

function findOldData(facts: NodeFacts, nowMs: number): NodeFinding | null {
  const limitMs = staleAfterMs(facts.countIntervalMs);
  if (facts.countedAtMs === null) {
    const answeredMs = facts.lastAnswerAtMs === null ? 0 : nowMs - facts.lastAnswerAtMs;
    if (answeredMs <= limitMs) return null;
    return { kind: "old-data", state: "stale", phrase: `was last heard of ${inSpan(answeredMs)} ago` };
  }
  const ageMs = nowMs - facts.countedAtMs;
  if (ageMs <= limitMs) return null;
  const why = facts.listTrouble === null ? "" : `: ${inBrief(facts.listTrouble)}`;
  const phrase = `was last counted ${inSpan(ageMs)} ago, due every ${inSpan(facts.countIntervalMs)}${why}`;
  return { kind: "old-data", state: "stale", phrase };
}

function findHeadroom({ connectedClients, maxclients }: NodeFacts): NodeFinding | null {
  if (connectedClients === null || maxclients === null || maxclients <= 0) return null;
  const ratio = connectedClients / maxclients;
  if (ratio < WARNING_HEADROOM) return null;
  const phrase = `is at ${inPercent(ratio)} of its limit: ${inCount(connectedClients)} of ${inCount(maxclients)} connections`;
  return ratio >= CRITICAL_HEADROOM
    ? { kind: "at-limit", state: "critical", phrase }
    : { kind: "near-limit", state: "warning", phrase };
}

function findRejections({ rejectedPerSec }: NodeFacts): NodeFinding | null {
  if (rejectedPerSec === null || rejectedPerSec <= 0) return null;
  const phrase = `rejects ${inRate(rejectedPerSec)} connections a second`;
  return { kind: "rejects", state: "warning", phrase };
}

function findLinkDown({ linkUp }: NodeFacts): NodeFinding | null {
  if (linkUp !== false) return null;
  return { kind: "link-down", state: "warning", phrase: "has no link to its primary" };
}

function findReach({ hoursToLimit, perHour, maxclients }: NodeFacts): NodeFinding | null {
  if (hoursToLimit === null || perHour === null || maxclients === null) return null;
  if (hoursToLimit >= WARNING_HOURS) return null;
  const phrase = `reaches its limit of ${inCount(maxclients)} in ${inHours(hoursToLimit)}: ${inCount(perHour)} more each hour`;
  return { kind: "reaches-limit", state: "warning", phrase };
}

/** Refused for good, or failed each time so far; a list that worked before and fails now is old data first. */
function findRefusal({ listRefusal, listTrouble, countedAtMs }: NodeFacts): NodeFinding | null {
  const why = listRefusal ?? (countedAtMs === null ? listTrouble : null);
  if (why === null) return null;
  const phrase = `does not list its clients: ${inBrief(why)}`;
  return { kind: "list-refused", state: "warning", phrase };
}

function describeCalm({ connections, connectedClients, maxclients }: NodeFacts): string {
  if (connections === null) return "answers; its connections are not counted yet";
  const count = `${inCount(connections)} ${connections === 1 ? "connection" : "connections"}`;
  if (connectedClients === null || maxclients === null || maxclients <= 0) return count;
  return `${count}, ${inPercent(connectedClients / maxclients)} of its limit used`;
}
