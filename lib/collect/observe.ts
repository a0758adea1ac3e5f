import type { NodeFacts } from "./node-facts";
import type { SourceFailure } from "./sources/redis-failure";

/** What is told of a node on its cluster's timeline; `at` in ms since the epoch. */
export interface NodeEvent {
  readonly kind: "role" | "run" | "reachability" | "link" | "refusal";
  readonly atMs: number;
  readonly before: string | null;
  readonly after: string | null;
  readonly sentence: string;
  readonly source: string;
  readonly precisionMs: number;
}

/** The last that was known of a node, to us or to the collector before us; null: nothing yet. */
export interface KnownState {
  readonly runId: string | null;
  readonly role: string | null;
  readonly reachable: boolean | null;
  readonly linkUp: boolean | null;
}

export const NOTHING_KNOWN: KnownState = { runId: null, role: null, reachable: null, linkUp: null };

/** INFO tells uptime and link time in whole seconds. */
const SECOND_MS = 1000;

interface Moment {
  readonly address: string;
  readonly atMs: number;
  /** Time since the node was last seen otherwise: the change lies in between. */
  readonly precisionMs: number;
}

/** What changed in a node from the last that was known of it to what it says now. What was not known has not changed. */
export function observeFacts(known: KnownState, facts: NodeFacts, moment: Moment): NodeEvent[] {
  return [
    observeRun(known, facts, moment),
    observeRole(known, facts, moment),
    observeLink(known, facts, moment),
  ].filter((event) => event !== null);
}

function observeRun(known: KnownState, facts: NodeFacts, moment: Moment): NodeEvent | null {
  if (facts.runId === null || known.runId === null || facts.runId === known.runId) return null;
  const startedAtMs = facts.uptimeSec === null ? moment.atMs : moment.atMs - facts.uptimeSec * SECOND_MS;
  const runs = `${shortRun(known.runId)} before, ${shortRun(facts.runId)} now`;
  return {
    kind: "run",
    atMs: startedAtMs,
    before: known.runId,
    after: facts.runId,
    sentence: `${moment.address} restarted: another process answers (${runs})`,
    source: "INFO",
    precisionMs: facts.uptimeSec === null ? moment.precisionMs : SECOND_MS,
  };
}

function observeRole(known: KnownState, facts: NodeFacts, moment: Moment): NodeEvent | null {
  if (facts.role === "unknown" || known.role === null || facts.role === known.role) return null;
  const now =
    facts.role === "replica" && facts.primary !== null ? `a replica of ${facts.primary}` : `a ${facts.role}`;
  return {
    kind: "role",
    atMs: moment.atMs,
    before: known.role,
    after: facts.role,
    sentence: `${moment.address} became ${now}; it was a ${known.role}`,
    source: "INFO",
    precisionMs: moment.precisionMs,
  };
}

function observeLink(known: KnownState, facts: NodeFacts, moment: Moment): NodeEvent | null {
  if (facts.role !== "replica" || facts.primaryLinkUp === null || facts.primaryLinkUp === known.linkUp)
    return null;
  if (known.linkUp === null && facts.primaryLinkUp) return null;
  const to = facts.primary ?? "its primary";
  const isDated = !facts.primaryLinkUp && facts.linkDownSec !== null;
  return {
    kind: "link",
    atMs: isDated ? moment.atMs - (facts.linkDownSec ?? 0) * SECOND_MS : moment.atMs,
    before: known.linkUp === null ? null : known.linkUp ? "up" : "down",
    after: facts.primaryLinkUp ? "up" : "down",
    sentence: facts.primaryLinkUp
      ? `${moment.address} is linked to ${to} again`
      : `${moment.address} has lost its link to ${to}`,
    source: "INFO",
    precisionMs: isDated ? SECOND_MS : moment.precisionMs,
  };
}

/** The node stopped answering at `atMs`, the time of the first probe that failed. */
export function observeSilence(reason: SourceFailure, moment: Moment): NodeEvent {
  return {
    kind: "reachability",
    atMs: moment.atMs,
    before: "answering",
    after: "silent",
    sentence: `${moment.address} ${reason.sentence}`,
    source: "probe",
    precisionMs: moment.precisionMs,
  };
}

/** The node answers again; `silentMs`: for how long it did not, null when that began before we watched. */
export function observeAnswer(silentMs: number | null, moment: Moment): NodeEvent {
  return {
    kind: "reachability",
    atMs: moment.atMs,
    before: "silent",
    after: "answering",
    sentence: `${moment.address} answers again${silentMs === null ? "" : ` after ${formatSilence(silentMs)}`}`,
    source: "probe",
    precisionMs: moment.precisionMs,
  };
}

export function observeRefusal(command: string, reason: string | null, moment: Moment): NodeEvent {
  return {
    kind: "refusal",
    atMs: moment.atMs,
    before: reason === null ? "refused" : null,
    after: reason === null ? "answered" : "refused",
    sentence:
      reason === null
        ? `${moment.address} answers ${command} again`
        : `${moment.address} refuses ${command}: ${reason}`,
    source: command,
    precisionMs: moment.precisionMs,
  };
}

function shortRun(runId: string): string {
  return runId.slice(0, 8);
}

function formatSilence(ms: number): string {
  const sec = Math.round(ms / SECOND_MS);
  return sec < 120 ? `${sec} s` : `${Math.round(sec / 60)} min`;
}
