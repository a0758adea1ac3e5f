import type { Address, ClusterConfig, ProxyStatsConfig } from "@/lib/config/fleet";
import type { ProxyKind, ProxyStep } from "@/lib/domain/proxies/model";
import { sumSteps } from "@/lib/domain/proxies/step";
import type { SkewProxyReport } from "@/lib/domain/skew/model";
import { type Loop, startLoop } from "../loop";
import { summarisePings } from "../ping-summary";
import { createReachability } from "../reachability";
import type { Recorder } from "../recorder";
import { createStatisticsReader, describeStatistics } from "../sources/proxy-statistics";
import type { RedisAuth } from "../sources/redis-auth";
import type { SourceFailure } from "../sources/redis-failure";
import { linkTargetOf } from "./link-target";
import { observePath, observeRestart, observeStatistics, PING_SOURCE } from "./observe-proxy";
import { linkProxy, type ProxyLink } from "./proxy-link";
import { retiredSourceOf, sourceStatusOf } from "./proxy-source";
import { createProxyStepper } from "./proxy-stepper";

/** What there is to ask of a proxy. */
export interface WatchedProxy {
  readonly name: string;
  readonly kind: ProxyKind;
  readonly listen: Address | null;
  readonly stats: ProxyStatsConfig | null;
}

export interface ProxyWatchOptions {
  readonly config: ClusterConfig;
  readonly auth: RedisAuth | null;
  readonly proxy: WatchedProxy;
  readonly recorder: Recorder;
  readonly onReport: (report: SkewProxyReport) => void;
  readonly onError: (error: unknown) => void;
}

export interface ProxyWatch {
  stop(): Promise<void>;
}

/** First readings come within two seconds, so that a dashboard fills quickly. */
const FIRST_READING_WITHIN_MS = 2000;

/** One proxy: its statistics, and a PING through it each second. What fails costs only its own time. */
export function watchProxy(options: ProxyWatchOptions): ProxyWatch {
  const { proxy, recorder } = options;
  const { id: clusterKey, watch } = options.config;
  const { name, stats, listen } = proxy;
  const source = stats === null ? null : describeStatistics(stats);
  const abort = new AbortController();
  const link = listen === null ? null : linkTo(listen, options, abort.signal);
  const reader = stats === null ? null : createStatisticsReader(stats);
  const stepper =
    reader === null
      ? null
      : createProxyStepper({
          read: (signal) => reader.read({ timeoutMs: watch.commandTimeoutMs, signal }),
          intervalMs: watch.proxyIntervalMs,
          own: () => link?.own() ?? { open: 0, opened: 0 },
        });
  const statistics = createReachability(null);
  const path = createReachability(null);
  let steps: ProxyStep[] = [];
  let readFailure: SourceFailure | null = null;
  let pingsToReport: (number | null)[] = [];
  let pingsToStore: (number | null)[] = [];

  const latencyOf = (pings: readonly (number | null)[]) =>
    link === null || pings.length === 0 ? null : { ...summarisePings(pings), answeredBy: link.answeredBy() };

  const noteReading = (failure: SourceFailure | null, step: ProxyStep | null, atMs: number): void => {
    if (source === null) return;
    const readBeforeMs = statistics.lastAnswerAtMs() ?? atMs - watch.proxyIntervalMs;
    const failedBeforeMs = statistics.lastFailureAtMs() ?? atMs;
    readFailure = failure;
    const change = statistics.note(failure, atMs);
    const seen = { proxy: name, source, atMs, precisionMs: atMs - readBeforeMs };
    if (change !== null) {
      const precisionMs = change.state === "silent" ? change.sinceMs - readBeforeMs : atMs - failedBeforeMs;
      recorder.observation(clusterKey, null, observeStatistics(change, { ...seen, precisionMs }));
    }
    if (step?.restarted) recorder.observation(clusterKey, null, observeRestart(step, seen));
    if (change !== null || failure !== null) tellSources();
  };

  const readingTurn = async (signal: AbortSignal): Promise<number> => {
    const atMs = Date.now();
    const turn = (await stepper?.turn(signal)) ?? null;
    if (signal.aborted) return watch.proxyIntervalMs;
    const step = turn?.state === "step" ? turn.step : null;
    if (step !== null) steps.push(step);
    if (turn?.state === "failed") noteReading(turn.failure, null, atMs);
    if (turn?.state === "step") noteReading(null, turn.step, atMs);
    options.onReport({
      proxy: name,
      atMs: step?.atMs ?? Date.now(),
      step,
      latency: latencyOf(pingsToReport),
    });
    pingsToReport = [];
    return watch.proxyIntervalMs;
  };

  const pingTurn = async (signal: AbortSignal): Promise<number> => {
    const atMs = Date.now();
    const pinged = (await link?.ping()) ?? null;
    if (pinged === null || signal.aborted) return watch.probeIntervalMs;
    const pingMs = pinged.state === "answered" ? pinged.pingMs : null;
    pingsToReport.push(pingMs);
    pingsToStore.push(pingMs);
    const change = path.note(pinged.state === "failed" ? pinged.failure : null, atMs);
    if (change === null) return watch.probeIntervalMs;
    const seen = { proxy: name, source: PING_SOURCE, atMs, precisionMs: watch.probeIntervalMs };
    recorder.observation(clusterKey, null, observePath(change, seen));
    tellSources();
    return watch.probeIntervalMs;
  };

  const sampleTurn = async (): Promise<number> => {
    // Samples may be due more often than readings: one without a reading would say that the proxy does not tell.
    if (stepper !== null && steps.length === 0 && readFailure === null) return watch.infoIntervalMs;
    const step = sumSteps(steps);
    const latency = latencyOf(pingsToStore);
    const failure = readFailure === null ? null : readFailure.sentence;
    steps = [];
    pingsToStore = [];
    if (step !== null || latency !== null || failure !== null)
      recorder.proxySample({ clusterKey, proxy: name, at: new Date(), source, step, failure, latency });
    tellSources();
    return watch.infoIntervalMs;
  };

  const sources = [
    ...(source === null ? [] : [{ source: `${name} ${source}`, reachability: statistics }]),
    ...(link === null ? [] : [{ source: `${name} PING`, reachability: path }]),
  ];
  const tellSources = (statusOf = sourceStatusOf): void => {
    for (const each of sources) {
      const status = statusOf(each.source, { proxy: name }, each.reachability, Date.now());
      recorder.source(clusterKey, null, status);
    }
  };

  const { onError } = options;
  const soonMs = Math.min(FIRST_READING_WITHIN_MS, watch.proxyIntervalMs);
  const loops: Loop[] = [
    startLoop({ firstDelayMs: Math.random() * soonMs, turn: readingTurn, onError }),
    startLoop({ firstDelayMs: watch.infoIntervalMs * (0.5 + Math.random() / 2), turn: sampleTurn, onError }),
  ];
  if (link !== null) {
    const firstDelayMs = Math.random() * Math.min(watch.probeIntervalMs, 1000);
    loops.push(startLoop({ firstDelayMs, turn: pingTurn, onError }));
  }

  return {
    async stop() {
      abort.abort();
      link?.close();
      await Promise.all(loops.map((loop) => loop.stop()));
      reader?.close();
      tellSources(retiredSourceOf);
    },
  };
}

function linkTo(listen: Address, { proxy, config, auth }: ProxyWatchOptions, signal: AbortSignal): ProxyLink {
  return linkProxy({
    target: linkTargetOf(listen, proxy.kind, config, auth),
    kind: proxy.kind,
    format: proxy.stats?.format ?? null,
    signal,
  });
}
