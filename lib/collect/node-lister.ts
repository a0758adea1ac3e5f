import type { WatchConfig } from "@/lib/config/fleet";
import type { InfoReply } from "@/lib/domain/redis/info";
import type { SweepContent } from "@/lib/store/rows";
import { backOffMs } from "./back-off";
import type { NodeFacts } from "./node-facts";
import type { NodeLinks } from "./node-links";
import type { Refusal } from "./refusals";
import { type CommandOutcome, listClients } from "./sources/redis-commands";
import type { RedisConnection } from "./sources/redis-connection";
import type { SourceFailure } from "./sources/redis-failure";
import type { ListPort } from "./sweep/list-port";
import type { NodeSweeper, TurnOutcome } from "./sweep/node-sweeper";

export interface NodeListerOptions {
  readonly watch: WatchConfig;
  readonly links: NodeLinks;
  readonly sweeper: NodeSweeper;
  /** What is known of the node now; null: it does not answer, or refuses to list. */
  readonly now: () => { readonly facts: NodeFacts; readonly info: InfoReply | null } | null;
  readonly onSweep: (content: SweepContent) => void;
  readonly onOutcomes: (outcomes: readonly CommandOutcome[]) => void;
  /** Listing has become too dear for the bound, told once. */
  readonly onTooDear: (reason: string) => void;
  /** No set came of this turn; why is in the status. */
  readonly onNothing: () => void;
}

/** Lists one node's clients at the sweeper's interval, on a connection of its own. */
export interface NodeLister {
  /** Resolves with the time until the next turn. */
  turn(signal: AbortSignal): Promise<number>;
  /** Why the last list failed; null: it did not. */
  failure(): SourceFailure | null;
  /** A refusal of ours: beside the server's own, and asking nothing of the server to be tried again. */
  tooDear(): Refusal | null;
}

/** Large lists take time to arrive on a slow network; they have a connection of their own to take it. */
const LEAST_LIST_TIMEOUT_MS = 10_000;
/** A node that could not be listed is tried again this soon, if its own interval is longer. */
const RETRY_MS = 5000;
/** A list that fails on its way has cost the server all the same: one that goes on failing is asked for seldom. */
const WIDEST_RETRY_MS = 60_000;
/** A search for ids paces itself. */
const GO_ON_MS = 100;

export function createNodeLister(options: NodeListerOptions): NodeLister {
  const { watch, links, sweeper } = options;
  let failure: SourceFailure | null = null;
  let tooDear: Refusal | null = null;
  let sweeps = 0;
  let failures = 0;

  const portOf = (connection: RedisConnection, version: string | null, signal: AbortSignal): ListPort => {
    const timeoutMs = Math.max(watch.commandTimeoutMs, LEAST_LIST_TIMEOUT_MS);
    return {
      list: (ids, bracket) => listClients(connection, { ids, bracket, timeoutMs }, version),
      pause: (ms) => pause(ms, signal),
      signal,
    };
  };

  const note = (outcome: TurnOutcome): number => {
    const { intervalMs } = sweeper.status();
    failure = outcome.state === "failed" ? outcome.failure : null;
    failures = outcome.state === "failed" ? failures + 1 : 0;
    if (outcome.state !== "too-dear") tooDear = null;
    switch (outcome.state) {
      case "swept":
        options.onOutcomes([{ command: "CLIENT LIST", refused: null }]);
        options.onSweep(outcome.content);
        // The first ones of all nodes came close together: their second ones are spread.
        return sweeps++ === 0 ? intervalMs * (0.5 + Math.random() / 2) : intervalMs;
      case "refused":
        options.onOutcomes([{ command: outcome.command, refused: outcome.reason }]);
        break;
      case "too-dear":
        if (tooDear === null) options.onTooDear(outcome.reason);
        tooDear = { command: "CLIENT LIST", reason: outcome.reason, sinceMs: tooDear?.sinceMs ?? Date.now() };
        break;
      case "none":
        if (outcome.next === "go-on") return GO_ON_MS;
        if (outcome.next === "reconnect") links.list.close();
        break;
      case "failed":
        break;
    }
    options.onNothing();
    if (failures === 0) return intervalMs;
    const limits = { firstMs: Math.min(intervalMs, RETRY_MS), mostMs: Math.max(intervalMs, WIDEST_RETRY_MS) };
    return backOffMs(failures, limits, Math.random());
  };

  return {
    async turn(signal) {
      const { intervalMs } = sweeper.status();
      const now = options.now();
      if (now === null) return Math.min(intervalMs, RETRY_MS);
      const opened = await links.list.get();
      if (opened.state === "failed") {
        failure = opened.failure;
        return Math.min(intervalMs, RETRY_MS);
      }
      const { facts, info } = now;
      const outcome = await sweeper.turn({
        port: portOf(opened.connection, facts.redisVersion, signal),
        connected: facts.runId === null ? null : (info?.clients.connectedClients ?? null),
        redisVersion: facts.redisVersion,
        ownId: links.ownId() ?? info?.stats.totalConnectionsReceived ?? 1,
        takeOwnBrief: () => links.takeBrief(),
      });
      return signal.aborted ? intervalMs : note(outcome);
    },
    failure: () => failure,
    tooDear: () => tooDear,
  };
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener("abort", done, { once: true });
  });
}
