import type { WatchConfig } from "@/lib/config/fleet";
import type { Attribution } from "@/lib/domain/connections/attribution";
import type { LedgerResume } from "@/lib/domain/connections/ledger";
import type { ClusterNodes } from "@/lib/domain/redis/cluster-nodes";
import type { InfoReply } from "@/lib/domain/redis/info";
import type { SweepContent } from "@/lib/store/rows";
import { type Loop, startLoop } from "./loop";
import { factsOf, type NodeFacts } from "./node-facts";
import { linkNode } from "./node-links";
import { createNodeLister } from "./node-lister";
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
import { createRefusals } from "./refusals";
import { sourceOf } from "./source-status";
import {
  type CommandOutcome,
  probe,
  readClusterNodes,
  readInfo,
  type WatchCommand,
} from "./sources/redis-commands";
import type { RedisTarget } from "./sources/redis-connection";
import type { SourceFailure } from "./sources/redis-failure";
import { createNodeSweeper } from "./sweep/node-sweeper";
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
  readonly onSweep: (content: SweepContent) => void;
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
  let sweepLoop: Loop | null = null;
  let reportLoop: Loop | null = null;

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
    const tooDear = lister.tooDear();
    const parts = {
      reachability,
      refusals: tooDear === null ? refusals.list() : [...refusals.list(), tooDear],
      listFailure: lister.failure(),
      sweep: sweeper.status(),
      nowMs: Date.now(),
    };
    recorder.source(clusterKey, address, sourceOf(parts));
  };

  const lister = createNodeLister({
    watch,
    links,
    sweeper,
    now: () => {
      const mayList = reachability.isAnswering() === true && mayTry("CLIENT LIST");
      return facts !== null && mayList ? { facts, info } : null;
    },
    onSweep: (content) => {
      recorder.sweep(clusterKey, address, content);
      options.onSweep(content);
    },
    onOutcomes: noteOutcomes,
    onTooDear: (reason) => tell(observeRefusal("CLIENT LIST", reason, moment())),
    onNothing: () => report(),
  });

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
      sweepLoop = startLoop({ firstDelayMs: Math.random() * within, turn: lister.turn, onError });
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
