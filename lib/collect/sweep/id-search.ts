import type { WatchConfig } from "@/lib/config/fleet";
import { ASSUMED_USEC_PER_CLIENT } from "@/lib/domain/budget/sweep-plan";
import type { LedgerResume } from "@/lib/domain/connections/ledger";
import { type ClientRows, REPLICA_FLAG } from "@/lib/domain/redis/client-rows";
import type { KnownClients } from "./chunk-sweep";
import { type IdSurvey, surveyIds } from "./id-survey";
import type { ListPort } from "./list-port";
import type { SweepOutcome, Swept } from "./sweep-outcome";

/** What a search needs of the moment. */
export interface SearchTurn {
  readonly port: ListPort;
  readonly ownId: number;
  readonly connected: number | null;
  readonly chunkIds: number;
  readonly usecPerClient: number | null;
  /** Server-side usec a second that the search may cost. */
  readonly usecPerSec: number;
  readonly onCost: (usec: number | null, longestCommandUsec: number | null) => void;
}

export type Searched =
  | { readonly state: "known"; readonly clients: KnownClients }
  /** The last of them were just found; `expectedUsec`: what listing them will cost. */
  | { readonly state: "found"; readonly clients: number; readonly expectedUsec: number }
  | { readonly state: "searching"; readonly sentence: string }
  | Exclude<SweepOutcome, { state: "swept" }>;

/** Which ids a chunked sweep of a node starts from, and how they are found where they are not known. */
export interface IdSearch {
  /** The set that was stored last is where to start from. */
  resume(set: LedgerResume, ids: readonly number[]): void;
  /** The ids to start from; goes on searching for them where they are not known, for a while at a time. */
  find(turn: SearchTurn): Promise<Searched>;
  /** The server is another process: nothing is known of it. */
  forget(): void;
  /** A full list: everything is known. */
  learn(swept: Swept, rows: ClientRows, ownId: number): void;
  /** A chunked sweep. Null: it is whole. Otherwise what is missing, and whether a new connection of ours would help. */
  check(
    swept: Swept,
    rows: ClientRows,
    ownId: number,
  ): { readonly sentence: string; readonly reconnect: boolean } | null;
}

/** A search gives way after this long, so that reload and stop are never far. */
const TURN_MS = 10_000;
/** Links and other watchers, which the store does not keep, are unknown after a restart of ours. */
const RESUMED_ALLOWANCE = 8;
/** More ids than this since the last stored set are searched at the survey's pace, not walked in one sweep. */
const LONG_GAP_IDS = 20_000;
const STALL_MARGIN = 0.8;
const ID_LOOKUP_FACTOR = 1.6;
const MOST_OVER_ASSUMED = 4;
/** However small the budget, a search that was begun comes to an end. */
const LEAST_USEC_PER_SEC = 100;

export function createIdSearch(watch: WatchConfig): IdSearch {
  let known: KnownClients | null = null;
  let survey: IdSurvey | null = null;
  /** The survey is over; a whole sweep has still to prove it. */
  let isFound = false;
  let searchUsec = 0;
  let allowance = 0;
  let reconnected = false;

  const begin = async ({
    port,
    ownId,
  }: SearchTurn): Promise<IdSurvey | Exclude<SweepOutcome, { state: "swept" }>> => {
    const answer = await port.list([ownId], true);
    if (answer.state === "failed") return answer;
    const { after } = answer.value;
    const runId = after?.server.runId;
    if (after === null || runId === undefined)
      return { state: "refused", command: "INFO", reason: "INFO shows no run_id" };
    const received = after.stats.totalConnectionsReceived ?? null;
    const same = known !== null && known.runId === runId ? known : null;
    const set = { runId, ids: same?.ids ?? [], upTo: ownId, received, atLeast: ownId };
    return surveyOf(set, same === null ? 0 : Math.min(same.upTo, ownId));
  };

  const isFar = (ownId: number): boolean =>
    known !== null && known.received === null && ownId - known.upTo > LONG_GAP_IDS;

  return {
    resume({ runId, highestId }, ids) {
      known = { runId, ids, upTo: highestId, received: null, atLeast: 0 };
      allowance = RESUMED_ALLOWANCE;
    },
    async find(turn) {
      if (known !== null && (survey === null || isFound) && !isFar(turn.ownId)) {
        return { state: "known", clients: { ...known, atLeast: turn.ownId } };
      }
      if (survey === null) {
        const begun = await begin(turn);
        if ("state" in begun) return begun;
        survey = begun;
        searchUsec = 0;
      }
      const perClient = turn.usecPerClient ?? ASSUMED_USEC_PER_CLIENT;
      const mostIds = Math.floor((watch.maxStallMs * 1000 * STALL_MARGIN) / (perClient * ID_LOOKUP_FACTOR));
      const pace = {
        mostIds: Math.max(turn.chunkIds, mostIds),
        firstIds: turn.chunkIds,
        usecPerSec: Math.max(LEAST_USEC_PER_SEC, turn.usecPerSec),
      };
      const step = await surveyIds(turn.port, survey, pace, TURN_MS);
      if (step.state !== "searched") return step;
      turn.onCost(step.usec, step.longestCommandUsec);
      searchUsec += step.usec ?? 0;
      if (!step.complete) return { state: "searching", sentence: describeSurvey(survey, turn.connected) };
      const ids = [...survey.found].sort((left, right) => left - right);
      known = { runId: survey.runId, ids, upTo: survey.from, received: survey.received, atLeast: turn.ownId };
      isFound = true;
      // Finding a client costs about what listing it does; the ids that were none make this the upper bound.
      const mostUsec = ids.length * ASSUMED_USEC_PER_CLIENT * MOST_OVER_ASSUMED;
      return { state: "found", clients: ids.length, expectedUsec: Math.min(searchUsec, mostUsec) };
    },
    forget() {
      known = null;
      survey = null;
      isFound = false;
    },
    learn(swept, rows, ownId) {
      known = knownOf(swept, rows, ownId);
      survey = null;
      isFound = false;
      reconnected = false;
    },
    check(swept, rows, ownId) {
      const set = knownOf(swept, rows, ownId);
      known = set;
      isFound = false;
      const missing = (swept.connected ?? 0) - countedOf(rows);
      const isSearchedOut = survey !== null && survey.next <= survey.floor && survey.floor === 0;
      // Every id was asked for: what is still missing is counted by the server but shown to nobody (managed services).
      if (isSearchedOut) allowance = Math.max(allowance, missing);
      if (missing <= allowance) {
        survey = null;
        reconnected = false;
        return null;
      }
      const sentence = `${missing} of ${swept.connected} clients have ids that are not known yet`;
      if (survey !== null && survey.next > survey.floor) {
        survey.found = new Set(set.ids);
        survey.received = set.received;
        return { sentence, reconnect: false };
      }
      // Ids can run ahead of the connections that are counted: a new connection of ours shows how far. Then all are searched.
      if (!reconnected) {
        reconnected = true;
        return { sentence, reconnect: true };
      }
      survey = surveyOf(set, 0);
      return { sentence, reconnect: false };
    },
  };
}

/** Clients as `connected_clients` counts them: replicas aside. */
function countedOf(rows: ClientRows): number {
  let count = 0;
  for (let row = 0; row < rows.count; row++) if (((rows.flags[row] ?? 0) & REPLICA_FLAG) === 0) count++;
  return count;
}

function knownOf(swept: Swept, rows: ClientRows, ownId: number): KnownClients {
  const ids = [...rows.id.subarray(0, rows.count)].sort((left, right) => left - right);
  const upTo = swept.askedUpTo ?? ids.at(-1) ?? 0;
  return { runId: swept.runId, ids, upTo, received: swept.received, atLeast: ownId };
}

function surveyOf(known: KnownClients, floor: number): IdSurvey {
  const { runId, upTo, received, ids } = known;
  return { runId, from: upTo, floor, next: upTo, received, found: new Set(ids) };
}

function describeSurvey(survey: IdSurvey, connected: number | null): string {
  const toAsk = survey.from - survey.floor;
  const asked = (((survey.from - survey.next) / Math.max(1, toAsk)) * 100).toFixed(0);
  return `a full list would hold up the server for too long, so its ids are being searched: ${survey.found.size} of ${connected ?? "?"} clients found, ${asked} % of ${toAsk} ids asked`;
}
