import type { WatchConfig } from "@/lib/config/fleet";
import type { Attribution } from "@/lib/domain/connections/attribution";
import type { LedgerResume } from "@/lib/domain/connections/ledger";
import type { ClusterNodes } from "@/lib/domain/redis/cluster-nodes";
import type { InfoReply } from "@/lib/domain/redis/info";
import { backOffMs } from "./back-off";
import { type Loop, startLoop } from "./loop";
import { factsOf, type NodeFacts } from "./node-facts";
import { linkNode } from "./node-links";
import { sampleOf } from "./node-sample";
import {
  type KnownState,
  type NodeEvent,
  observeAnswer,
  observeFacts,
  observeRefusal,
  observeSilence,
} from "./observe";
import { createReachability } from "./reachability";
import type { Recorder } from "./recorder";
import { createRefusals, type Refusal } from "./refusals";
import { sourceOf } from "./source-status";
import {
  type CommandOutcome,
  listClients,
  probe,
  readClusterNodes,
  readInfo,
  type WatchCommand,
} from "./sources/redis-commands";
import type { RedisTarget } from "./sources/redis-connection";
import type { SourceFailure } from "./sources/redis-failure";
import type { ListPort } from "./sweep/list-port";
import { createNodeSweeper, type TurnOutcome } from "./sweep/node-sweeper";
import { createWatchMeter } from "./watch-meter";

export interface NodeWatchOptions {
  readonly clusterKey: string;
  readonly address: string;
  readonly target: RedisTarget;
  readonly watch: WatchConfig;
  readonly attribution: Attribution;
  readonly recorder: Recorder;
  readonly known: KnownState;
  /** The set of clients that was stored last, for the ledger to go on from. */
  readonly resume: () => Promise<LedgerResume | null>;
  /** How far this node is behind its primary, as the primary says. */
  readonly lagBytes: () => number | null;
  /** Something that matters to the topology has changed. */
  readonly onChange: () => void;
  readonly onError: (error: unknown) => void;
}

/** One node that is watched: its two connections, its three loops and what was last known of it. */
export interface NodeWatch {
  readonly address: string;
  facts(): NodeFacts | null;
  isAnswering(): boolean;
  /** It was asked and did not answer, more than once. */
  isSilent(): boolean;
  /** From here on what is seen is recorded; before, the node may turn out to be one that is watched already. */
  adopt(): void;
  isAdopted(): boolean;
  setSlots(slots: string | null): void;
  clusterNodes(): Promise<ClusterNodes | null>;
  /** Sweeps were lost on their way to the store: the next one carries the whole set. */
  mendChain(): void;
  stop(): Promise<void>;
}

/** Large lists take time to arrive on a slow network; they have a connection of their own to take it. */
const LEAST_LIST_TIMEOUT_MS = 10_000;
/** A node that could not be listed is tried again this soon, if its own interval is longer. */
const RETRY_SWEEP_MS = 5000;
/** A list that fails on its way has cost the server all the same: one that goes on failing is asked for seldom. */
const WIDEST_RETRY_MS = 60_000;
/** First sweeps come within two seconds, so that a dashboard fills quickly; later ones are spread over the interval. */
const FIRST_SWEEP_WITHIN_MS = 2000;

export function watchNode(options: NodeWatchOptions): NodeWatch {
  const { address, clusterKey, watch, recorder } = options;
  const abort = new AbortController();
  const meter = createWatchMeter(performance.now());
  const refusals = createRefusals();
  const reachability = createReachability(options.known.reachable);
  const links = linkNode({
    target: options.target,
    meter,
    signal: abort.signal,
    onOutcomes: (outcomes) => noteOutcomes(outcomes),
  });
  let otherUsecPerSec = 0;
  const sweeper = createNodeSweeper({
    watch,
    attribution: options.attribution,
    meter,
    otherUsecPerSec: () => otherUsecPerSec,
    resume: options.resume,
  });
  let known = options.known;
  let adopted = false;
  let facts: NodeFacts | null = null;
  let info: InfoReply | null = null;
  let infoAtMs = Number.NEGATIVE_INFINITY;
  let slots: string | null = null;
  let pings: (number | null)[] = [];
  const precisionMs = watch.probeIntervalMs;
  let listFailure: SourceFailure | null = null;
  /** Kept beside the server's own refusals: it is ours, and asks nothing of the server to be tried again. */
  let tooDear: Refusal | null = null;
  let sweepLoop: Loop | null = null;
  let reportLoop: Loop | null = null;
  let sweeps = 0;
  let failedLists = 0;

  const tell = (event: NodeEvent): void => {
    if (!adopted) return;
    recorder.observation(clusterKey, address, { ...event, at: new Date(event.atMs), subject: address });
  };
  const moment = () => ({ address, atMs: Date.now(), precisionMs });

  const noteOutcomes = (outcomes: readonly CommandOutcome[]): void => {
    for (const { command, refused } of outcomes) {
      const change = refusals.note(command, refused, Date.now());
      if (change !== null) tell(observeRefusal(command, change === "refused" ? refused : null, moment()));
    }
  };
  const mayTry = (command: WatchCommand): boolean => refusals.mayTry(command, Date.now());

  const noteProbe = (failed: SourceFailure | null, atMs: number): void => {
    const hadFailed = reachability.failure() !== null;
    const change = reachability.note(failed, atMs);
    // An error that is over is taken back at once: seconds later it would read as silence.
    if (failed !== null || hadFailed) report();
    if (change === null) return;
    if (change.state === "silent")
      tell(observeSilence(change.reason, { address, atMs: change.sinceMs, precisionMs }));
    else tell(observeAnswer(change.silentMs, { address, atMs, precisionMs }));
    report();
    options.onChange();
    if (change.state === "answering") sweepLoop?.hurry();
  };

  const noteFacts = (next: NodeFacts, atMs: number): void => {
    for (const event of observeFacts(known, next, { address, atMs, precisionMs })) tell(event);
    const isNew = JSON.stringify(placeOf(next)) !== JSON.stringify(facts === null ? null : placeOf(facts));
    known = {
      ...known,
      runId: next.runId ?? known.runId,
      role: next.role === "unknown" ? known.role : next.role,
      linkUp: next.role === "replica" ? next.primaryLinkUp : null,
    };
    facts = next;
    if (isNew) options.onChange();
  };

  const probeTurn = async (): Promise<number> => {
    const atMs = Date.now();
    const opened = await links.probe.get();
    const outcome =
      opened.state === "failed"
        ? opened
        : await probe(opened.connection, facts?.redisVersion ?? null, mayTry);
    if (abort.signal.aborted) return watch.probeIntervalMs;
    if (outcome.state === "failed") {
      pings.push(null);
      noteProbe(outcome.failure, atMs);
      return watch.probeIntervalMs;
    }
    noteOutcomes(outcome.outcomes);
    pings.push(outcome.value.pingMs);
    noteFacts(factsOf(outcome.value.info, outcome.value.role), atMs);
    if (outcome.value.info !== null) info = mergeInfo(info, outcome.value.info);
    noteProbe(null, atMs);
    return watch.probeIntervalMs;
  };

  /** Full INFO, then the sample and the source's status. A silent node gets its sample too: failed pings. */
  const reportTurn = async (): Promise<number> => {
    let stats: InfoReply["commandStats"] | null = null;
    const opened = reachability.isAnswering() === true && mayTry("INFO") ? await links.probe.get() : null;
    if (opened?.state === "open") {
      const sections = ["server", "clients", "memory", "stats", "replication", "commandstats"] as const;
      const outcome = await readInfo(opened.connection, sections, facts?.redisVersion ?? null);
      if (outcome.state === "ok") {
        noteOutcomes(outcome.outcomes);
        if (outcome.value !== null) {
          info = outcome.value;
          infoAtMs = performance.now();
          stats = outcome.value.commandStats;
        }
      }
    }
    if (abort.signal.aborted) return watch.infoIntervalMs;
    const bill = meter.settle(stats, performance.now());
    otherUsecPerSec = bill.otherUsecPerSec;
    const isFresh = performance.now() - infoAtMs < watch.infoIntervalMs;
    const sample = sampleOf({
      atMs: Date.now(),
      facts: reachability.isAnswering() === true ? facts : null,
      info: isFresh ? info : null,
      pings,
      slots,
      lagBytes: options.lagBytes(),
      sweep: sweeper.status(),
      bill,
      watch,
    });
    pings = [];
    recorder.sample({ clusterKey, address, ...sample });
    report();
    return watch.infoIntervalMs;
  };

  const report = (): void => {
    if (!adopted) return;
    const refused = tooDear === null ? refusals.list() : [...refusals.list(), tooDear];
    const parts = {
      reachability,
      refusals: refused,
      listFailure,
      sweep: sweeper.status(),
      nowMs: Date.now(),
    };
    recorder.source(clusterKey, address, sourceOf(parts));
  };

  const sweepTurn = async (signal: AbortSignal): Promise<number> => {
    const { intervalMs } = sweeper.status();
    if (facts === null || reachability.isAnswering() !== true || !mayTry("CLIENT LIST")) {
      return Math.min(intervalMs, RETRY_SWEEP_MS);
    }
    const opened = await links.list.get();
    if (opened.state === "failed") {
      listFailure = opened.failure;
      return Math.min(intervalMs, RETRY_SWEEP_MS);
    }
    const version = facts.redisVersion;
    const timeoutMs = Math.max(watch.commandTimeoutMs, LEAST_LIST_TIMEOUT_MS);
    const port: ListPort = {
      list: (ids, bracket) => listClients(opened.connection, { ids, bracket, timeoutMs }, version),
      pause: (ms) => pause(ms, signal),
      signal,
    };
    const ownId = links.ownId() ?? info?.stats.totalConnectionsReceived ?? 1;
    const connected = facts.runId === null ? null : (info?.clients.connectedClients ?? null);
    const outcome = await sweeper.turn({
      port,
      connected,
      redisVersion: version,
      ownId,
      takeOwnBrief: () => links.takeBrief(),
    });
    return signal.aborted ? intervalMs : noteSweep(outcome);
  };

  const noteSweep = (outcome: TurnOutcome): number => {
    const { intervalMs } = sweeper.status();
    listFailure = outcome.state === "failed" ? outcome.failure : null;
    failedLists = outcome.state === "failed" ? failedLists + 1 : 0;
    if (outcome.state !== "too-dear") tooDear = null;
    switch (outcome.state) {
      case "swept":
        noteOutcomes([{ command: "CLIENT LIST", refused: null }]);
        recorder.sweep(clusterKey, address, outcome.content);
        // The first ones of all nodes came close together: their second ones are spread.
        return sweeps++ === 0 ? intervalMs * (0.5 + Math.random() / 2) : intervalMs;
      case "refused":
        noteOutcomes([{ command: outcome.command, refused: outcome.reason }]);
        break;
      case "too-dear":
        if (tooDear === null) tell(observeRefusal("CLIENT LIST", outcome.reason, moment()));
        tooDear = { command: "CLIENT LIST", reason: outcome.reason, sinceMs: tooDear?.sinceMs ?? Date.now() };
        break;
      case "none":
        if (outcome.next === "reconnect") links.list.close();
        if (outcome.next !== "wait") return 100;
        break;
      case "failed":
        break;
    }
    report();
    if (failedLists === 0) return intervalMs;
    const limits = {
      firstMs: Math.min(intervalMs, RETRY_SWEEP_MS),
      mostMs: Math.max(intervalMs, WIDEST_RETRY_MS),
    };
    return backOffMs(failedLists, limits, Math.random());
  };

  const probeLoop = startLoop({
    firstDelayMs: Math.random() * Math.min(watch.probeIntervalMs, 1000),
    turn: probeTurn,
    onError: options.onError,
  });

  return {
    address,
    facts: () => facts,
    isAnswering: () => reachability.isAnswering() === true,
    isSilent: () => reachability.isAnswering() === false,
    adopt() {
      if (adopted) return;
      adopted = true;
      const { onError } = options;
      const within = Math.min(FIRST_SWEEP_WITHIN_MS, watch.sweepIntervalMs);
      sweepLoop = startLoop({ firstDelayMs: Math.random() * within, turn: sweepTurn, onError });
      reportLoop = startLoop({ firstDelayMs: within, turn: reportTurn, onError });
      report();
      for (const { command, reason } of refusals.list()) tell(observeRefusal(command, reason, moment()));
    },
    isAdopted: () => adopted,
    setSlots: (next) => {
      slots = next;
    },
    async clusterNodes() {
      if (!mayTry("CLUSTER NODES") || reachability.isAnswering() !== true) return null;
      const opened = await links.probe.get();
      if (opened.state === "failed") return null;
      const outcome = await readClusterNodes(opened.connection);
      if (outcome.state === "failed") return null;
      noteOutcomes(outcome.outcomes);
      return outcome.value;
    },
    mendChain: () => sweeper.mendChain(),
    async stop() {
      abort.abort();
      links.close();
      await Promise.all([probeLoop.stop(), sweepLoop?.stop(), reportLoop?.stop()]);
    },
  };
}

/** What the topology depends on. */
function placeOf({ runId, role, primary, replicas, isCluster }: NodeFacts) {
  return { runId, role, primary, replicas: replicas.map(({ address }) => address), isCluster };
}

/** The probe's sections over the last full INFO's, which has memory and commandstats besides. */
function mergeInfo(full: InfoReply | null, short: InfoReply): InfoReply {
  return full === null ? short : { ...short, memory: full.memory, commandStats: full.commandStats };
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
