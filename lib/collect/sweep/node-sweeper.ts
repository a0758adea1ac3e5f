import type { WatchConfig } from "@/lib/config/fleet";
import { createListCost } from "@/lib/domain/budget/list-cost";
import { nextSweepInterval } from "@/lib/domain/budget/sweep-interval";
import { sweepPlan } from "@/lib/domain/budget/sweep-plan";
import type { Attribution } from "@/lib/domain/connections/attribution";
import type { LedgerResume } from "@/lib/domain/connections/ledger";
import { parseClientList } from "@/lib/domain/redis/client-list";
import type { SweepContent } from "@/lib/store/rows";
import { failure, type SourceFailure } from "../sources/redis-failure";
import type { WatchMeter } from "../watch-meter";
import { type ChunkPlan, sweepByChunks } from "./chunk-sweep";
import { type ClientSet, createClientSet } from "./client-set";
import { sweepFull } from "./full-sweep";
import { createIdSearch } from "./id-search";
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
  /** No set yet, for the reason in the status. `next`: after an interval, after that on a new connection, or at once. */
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
/** The budget is planned to this part of it: costs vary, and so does the number of sweeps that fall into a minute. */
const BUDGET_USED = 0.9;
/** Nobody could use such a list, and nothing would bound what it costs. */
const WITHOUT_INFO = "it is not asked while INFO does not tell run_id and connected_clients";

/** Decides for one node how its clients are listed, and turns each list into what is stored. */
export function createNodeSweeper(options: NodeSweeperOptions): NodeSweeper {
  const { watch, meter } = options;
  const search = createIdSearch(watch);
  let clients: ClientSet | null = null;
  const cost = createListCost();
  let intervalMs = watch.sweepIntervalMs;
  let mode: SweepStatus["mode"] = "unknown";
  let reason: string | null = "not listed yet";
  let rejectedLines = 0;

  const load = async (): Promise<ClientSet> => {
    if (clients !== null) return clients;
    const resume = await options.resume();
    clients = createClientSet(options.attribution, resume);
    if (resume !== null) search.resume(resume, clients.ids());
    return clients;
  };

  const widen = (listUsec: number | null): void => {
    intervalMs = nextSweepInterval({
      costUsecRecent: listUsec,
      otherUsecPerSec: options.otherUsecPerSec(),
      budgetRatio: watch.costBudget * BUDGET_USED,
      baseMs: watch.sweepIntervalMs,
      maxMs: WIDEST_INTERVAL_MS,
    }).intervalMs;
  };

  const none = (why: string, next: Extract<TurnOutcome, { state: "none" }>["next"]): TurnOutcome => {
    reason = why;
    return { state: "none", next };
  };

  const accept = async (swept: Swept, turn: SweepTurn): Promise<TurnOutcome> => {
    meter.addSweep({ usec: swept.costUsec, longestCommandUsec: swept.longestCommandUsec });
    const rows = parseClientList(swept.list);
    if (swept.costUsec !== null) cost.note(swept.costUsec, rows.count);
    const { meanUsecPerClient } = cost;
    widen(meanUsecPerClient === null ? swept.costUsec : meanUsecPerClient * rows.count);
    if (rows.count === 0) return fail(failure("garbled", "lists clients without an id"));
    if (swept.mode === "full") search.learn(swept, rows, turn.ownId);
    else {
      const missing = search.check(swept, rows, turn.ownId);
      if (missing !== null) return none(missing.sentence, missing.reconnect ? "reconnect" : "wait");
    }
    mode = swept.mode;
    reason = null;
    rejectedLines = rows.rejected;
    const set = await load();
    return { state: "swept", content: set.add(swept, rows, { intervalMs, ownBrief: turn.takeOwnBrief() }) };
  };

  const fail = (failed: SourceFailure): TurnOutcome => {
    reason = failed.sentence;
    return { state: "failed", failure: failed };
  };

  const finish = (outcome: SweepOutcome, turn: SweepTurn): Promise<TurnOutcome> | TurnOutcome => {
    switch (outcome.state) {
      case "swept":
        return accept(outcome, turn);
      case "restarted":
        search.forget();
        return none("the server restarted while its clients were listed", "go-on");
      case "refused":
        mode = "refused";
        reason = outcome.reason;
        return outcome;
      case "failed":
        return fail(outcome.failure);
    }
  };

  const sweepInChunks = async (turn: SweepTurn, plan: ChunkPlan): Promise<TurnOutcome> => {
    mode = "chunks";
    const found = await search.find({
      ...turn,
      chunkIds: plan.chunkIds,
      usecPerClient: cost.usualUsecPerClient,
      usecPerSec: watch.costBudget * BUDGET_USED * 1_000_000 - options.otherUsecPerSec(),
      onCost: (usec, longestCommandUsec) => meter.addSweep({ usec, longestCommandUsec }),
    });
    switch (found.state) {
      case "known":
        return finish(await sweepByChunks(turn.port, found.clients, plan), turn);
      case "searching":
        return none(found.sentence, "go-on");
      case "found":
        // The search has used up the budget until now: what the list will cost is waited for before it, not after.
        widen(found.expectedUsec);
        return none(`its ${found.clients} clients are found and will be listed`, "wait");
      default:
        return finish(found, turn);
    }
  };

  return {
    async turn(turn) {
      if (turn.connected === null) {
        mode = "refused";
        return none(WITHOUT_INFO, "wait");
      }
      const plan = sweepPlan({
        connections: turn.connected,
        usecPerClient: cost.usualUsecPerClient,
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
          return finish(await sweepFull(turn.port), turn);
        case "chunks":
          return sweepInChunks(turn, plan);
      }
    },
    status: () => ({ mode, intervalMs, reason, rejectedLines, connections: clients?.size ?? null }),
    mendChain: () => clients?.mendChain(),
  };
}
