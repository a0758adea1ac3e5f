import type { WatchConfig } from "@/lib/config/fleet";
import { nextSweepInterval } from "@/lib/domain/budget/sweep-interval";
import { ASSUMED_USEC_PER_CLIENT, sweepPlan } from "@/lib/domain/budget/sweep-plan";
import type { Attribution } from "@/lib/domain/connections/attribution";
import type { LedgerResume } from "@/lib/domain/connections/ledger";
import { parseClientList } from "@/lib/domain/redis/client-list";
import { type ClientRows, REPLICA_FLAG } from "@/lib/domain/redis/client-rows";
import type { SweepContent } from "@/lib/store/rows";
import { failure, type SourceFailure } from "../sources/redis-failure";
import type { WatchMeter } from "../watch-meter";
import { type KnownClients, sweepByChunks } from "./chunk-sweep";
import { type ClientSet, createClientSet } from "./client-set";
import { sweepFull } from "./full-sweep";
import { type IdSurvey, surveyIds } from "./id-survey";
import type { ListPort } from "./list-port";
import type { SweepOutcome, Swept } from "./sweep-outcome";

/** How the sweeps of a node stand, for samples and source status. */
export interface SweepStatus {
  readonly mode: "full" | "chunks" | "refused" | "unknown";
  readonly intervalMs: number;
  /** Why there is no set of clients at the moment; null: there is one. */
  readonly reason: string | null;
  readonly rejectedLines: number;
  readonly connections: number | null;
}

/** What the sweeper needs to know of its node at each turn. */
export interface SweepTurn {
  readonly port: ListPort;
  /** `connected_clients` of the last probe; null: INFO does not tell it, or not whose clients they are. */
  readonly connected: number | null;
  readonly redisVersion: string | null;
  /** Id of the connection that lists: ids have come at least this far. */
  readonly ownId: number;
  /** Asked once a set is complete: connections of ours that came and went since the set before. */
  readonly takeOwnBrief: () => number;
}

export type TurnOutcome =
  | { readonly state: "swept"; readonly content: SweepContent }
  | { readonly state: "refused"; readonly command: "CLIENT LIST" | "INFO"; readonly reason: string }
  /** Listing would hold up the server for longer than allowed. */
  | { readonly state: "too-dear"; readonly reason: string }
  /** No set yet, for the reason in the status. `next`: wait an interval, go on at once, or reconnect to learn how far ids are. */
  | { readonly state: "none"; readonly next: "wait" | "go-on" | "reconnect" }
  | { readonly state: "failed"; readonly failure: SourceFailure };

export interface NodeSweeper {
  turn(turn: SweepTurn): Promise<TurnOutcome>;
  status(): SweepStatus;
  /** Sweeps were lost on their way to the store. */
  mendChain(): void;
}

export interface NodeSweeperOptions {
  readonly watch: WatchConfig;
  readonly attribution: Attribution;
  readonly meter: WatchMeter;
  /** Server-side usec a second of everything but lists. */
  readonly otherUsecPerSec: () => number;
  /** The set that was stored last, asked for once. */
  readonly resume: () => Promise<LedgerResume | null>;
}

/** Widest interval: five minutes on, a dashboard shows history. */
const WIDEST_INTERVAL_MS = 300_000;
/** A survey gives way after this long, so that reload and stop are never far. */
const SURVEY_TURN_MS = 10_000;
/** Links and other watchers, which the store does not keep, are unknown after a restart of ours. */
const RESUMED_ALLOWANCE = 8;
/** More ids than this since the last stored set are searched at the survey's pace, not walked in one sweep. */
const LONG_GAP_IDS = 20_000;
/** Nobody could use such a list, and nothing would bound what it costs. */
const WITHOUT_INFO = "it is not asked while INFO does not tell run_id and connected_clients";
const STALL_MARGIN = 0.8;
const ID_LOOKUP_FACTOR = 1.6;

/** Decides for one node how its clients are listed, and turns each list into what is stored. */
export function createNodeSweeper(options: NodeSweeperOptions): NodeSweeper {
  const { watch, meter } = options;
  let clients: ClientSet | null = null;
  let known: KnownClients | null = null;
  let survey: IdSurvey | null = null;
  let allowance = 0;
  let reconnected = false;
  let usecPerClient: number | null = null;
  let costUsec: number | null = null;
  let intervalMs = watch.sweepIntervalMs;
  let mode: SweepStatus["mode"] = "unknown";
  let reason: string | null = "not listed yet";
  let rejectedLines = 0;

  const load = async (): Promise<ClientSet> => {
    if (clients !== null) return clients;
    const resume = await options.resume();
    clients = createClientSet(options.attribution, resume);
    if (resume !== null) {
      known = { runId: resume.runId, ids: clients.ids(), upTo: resume.highestId, received: null, atLeast: 0 };
      allowance = RESUMED_ALLOWANCE;
    }
    return clients;
  };

  const widen = (spentUsec: number | null): void => {
    if (spentUsec !== null) costUsec = costUsec === null ? spentUsec : (costUsec + spentUsec) / 2;
    intervalMs = nextSweepInterval({
      costUsecRecent: costUsec === null ? null : Math.max(costUsec, spentUsec ?? 0),
      otherUsecPerSec: options.otherUsecPerSec(),
      budgetRatio: watch.costBudget,
      baseMs: watch.sweepIntervalMs,
      maxMs: WIDEST_INTERVAL_MS,
    }).intervalMs;
  };

  const none = (why: string, next: "wait" | "go-on" | "reconnect"): TurnOutcome => {
    reason = why;
    return { state: "none", next };
  };

  /** Clients are missing from a chunked sweep: some ids are not known. */
  const searchFor = (missing: number, swept: Swept, set: KnownClients): TurnOutcome => {
    const sentence = `${missing} of ${swept.connected} clients have ids that are not known yet`;
    if (survey !== null && survey.next > survey.floor) {
      survey.found = new Set(set.ids);
      survey.received = set.received;
      return none(sentence, "go-on");
    }
    // Ids can run ahead of the connections that are counted. A new connection of ours shows how far; then all are searched.
    if (!reconnected) {
      reconnected = true;
      return none(sentence, "reconnect");
    }
    survey = surveyOf(set, 0);
    return none(sentence, "go-on");
  };

  const accept = async (swept: Swept, turn: SweepTurn): Promise<TurnOutcome> => {
    meter.addSweep({ usec: swept.costUsec, longestCommandUsec: swept.longestCommandUsec });
    widen(swept.costUsec);
    const rows = parseClientList(swept.list);
    if (rows.count === 0)
      return { state: "failed", failure: failure("garbled", "lists clients without an id") };
    if (swept.costUsec !== null) {
      const perClient = swept.costUsec / rows.count;
      usecPerClient = usecPerClient === null ? perClient : (usecPerClient + perClient) / 2;
    }
    known = knownOf(swept, rows, turn.ownId);
    const missing = (swept.connected ?? 0) - countedOf(rows);
    const isSearchedOut = survey !== null && survey.next <= survey.floor && survey.floor === 0;
    if (swept.mode === "chunks" && missing > allowance && !isSearchedOut)
      return searchFor(missing, swept, known);
    survey = null;
    reconnected = false;
    mode = swept.mode;
    reason = null;
    rejectedLines = rows.rejected;
    const set = await load();
    return { state: "swept", content: set.add(swept, rows, { intervalMs, ownBrief: turn.takeOwnBrief() }) };
  };

  const finish = async (outcome: SweepOutcome, turn: SweepTurn): Promise<TurnOutcome> => {
    switch (outcome.state) {
      case "swept":
        return accept(outcome, turn);
      case "restarted":
        known = null;
        survey = null;
        return none("the server restarted while its clients were listed", "go-on");
      case "refused":
        mode = "refused";
        reason = outcome.reason;
        return outcome;
      case "failed":
        reason = outcome.failure.sentence;
        return outcome;
    }
  };

  const beginSurvey = async (turn: SweepTurn): Promise<IdSurvey | TurnOutcome> => {
    const info = await turn.port.list([turn.ownId], true);
    if (info.state === "failed") return finish(info, turn);
    const { after } = info.value;
    const runId = after?.server.runId;
    if (after === null || runId === undefined) {
      return finish({ state: "refused", command: "INFO", reason: "INFO shows no run_id" }, turn);
    }
    const received = after.stats.totalConnectionsReceived ?? null;
    const isSameRun = known !== null && known.runId === runId;
    const ids = isSameRun && known !== null ? known.ids : [];
    const floor = isSameRun && known !== null ? Math.min(known.upTo, turn.ownId) : 0;
    return surveyOf({ runId, ids, upTo: turn.ownId, received, atLeast: turn.ownId }, floor);
  };

  /** Finds the ids that a chunked sweep starts from. Null: they are found. */
  const search = async (turn: SweepTurn, chunkIds: number): Promise<TurnOutcome | null> => {
    if (survey === null) {
      const begun = await beginSurvey(turn);
      if ("state" in begun) return begun;
      survey = begun;
    }
    const perClient = usecPerClient ?? ASSUMED_USEC_PER_CLIENT;
    const mostIds = Math.floor((watch.maxStallMs * 1000 * STALL_MARGIN) / (perClient * ID_LOOKUP_FACTOR));
    const usecPerSec = Math.max(100, watch.costBudget * 1_000_000 - options.otherUsecPerSec());
    const pace = { mostIds: Math.max(chunkIds, mostIds), firstIds: chunkIds, usecPerSec };
    const step = await surveyIds(turn.port, survey, pace, SURVEY_TURN_MS);
    if (step.state !== "searched") return finish(step, turn);
    meter.addSweep({ usec: step.usec, longestCommandUsec: step.longestCommandUsec });
    if (!step.complete) return none(describeSurvey(survey, turn.connected), "go-on");
    const ids = [...survey.found].sort((left, right) => left - right);
    known = { runId: survey.runId, ids, upTo: survey.from, received: survey.received, atLeast: turn.ownId };
    return null;
  };

  return {
    async turn(turn) {
      if (turn.connected === null) {
        mode = "refused";
        return none(WITHOUT_INFO, "wait");
      }
      const plan = sweepPlan({
        connections: turn.connected,
        usecPerClient,
        maxStallMs: watch.maxStallMs,
        version: turn.redisVersion,
      });
      await load();
      switch (plan.mode) {
        case "none":
          mode = "refused";
          intervalMs = watch.sweepIntervalMs;
          reason = plan.reason;
          return { state: "too-dear", reason: plan.reason };
        case "full":
          survey = null;
          return finish(await sweepFull(turn.port), turn);
        case "chunks": {
          mode = "chunks";
          const isFar = known !== null && turn.ownId - known.upTo > LONG_GAP_IDS && known.received === null;
          if (known === null || isFar || survey !== null) {
            const unfinished = await search(turn, plan.chunkIds);
            if (unfinished !== null) return unfinished;
          }
          if (known === null) return none("not listed yet", "wait");
          const swept = await sweepByChunks(turn.port, { ...known, atLeast: turn.ownId }, plan);
          return finish(swept, turn);
        }
      }
    },
    status: () => ({ mode, intervalMs, reason, rejectedLines, connections: clients?.size ?? null }),
    mendChain: () => clients?.mendChain(),
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
  const asked = (((survey.from - survey.next) / Math.max(1, survey.from - survey.floor)) * 100).toFixed(0);
  return `a full list would hold up the server for too long, so its ids are being searched: ${survey.found.size} of ${connected ?? "?"} clients found, ${asked} % of ${survey.from - survey.floor} ids asked`;
}
