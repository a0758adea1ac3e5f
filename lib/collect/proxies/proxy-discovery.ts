import type { ProxyDiscoveryConfig, WatchConfig } from "@/lib/config/fleet";
import { backOffMs } from "../back-off";
import { type Loop, startLoop } from "../loop";
import { createReachability } from "../reachability";
import type { Recorder } from "../recorder";
import { failure } from "../sources/redis-failure";
import { type NameAnswer, resolveName } from "../sources/resolve-name";
import { type AddressMemory, followAddresses } from "./address-history";
import { observeArrival, observeDeparture, observeName } from "./observe-address";
import { retiredSourceOf, sourceStatusOf } from "./proxy-source";

export interface ProxyDiscoveryOptions {
  readonly clusterKey: string;
  readonly config: ProxyDiscoveryConfig;
  readonly watch: WatchConfig;
  readonly recorder: Recorder;
  /** What the name led to before our restart. */
  readonly remembered: readonly RememberedAddress[];
  /** Told when the set has changed, and after the first answer or failure. */
  readonly onChange: () => void;
  readonly onError: (error: unknown) => void;
}

export interface RememberedAddress {
  readonly address: string;
  /** The last time that the name was resolved. */
  readonly seenAtMs: number;
}

export interface FoundAddress {
  readonly address: string;
  /** False: it has left, and may still hold connections. */
  readonly isThere: boolean;
}

/** The proxies behind one name. */
export interface ProxyDiscovery {
  readonly config: ProxyDiscoveryConfig;
  addresses(): readonly FoundAddress[];
  /** The name was asked for at least once, with whatever outcome. */
  hasAsked(): boolean;
  stop(): Promise<void>;
}

/** Beyond this it is no list of one cluster's proxies, and to ask them all, with a password, would do harm. */
const MOST_ADDRESSES = 500;
/** In probe intervals: 2 s by default, up to 5 s while DNS fails. */
const BEAT = 2;
const SELDOMEST = 5;

export function discoverProxies(options: ProxyDiscoveryOptions): ProxyDiscovery {
  const { clusterKey, config, watch, recorder } = options;
  const { dns, dnsServer } = config;
  const reachability = createReachability(null);
  let memory: AddressMemory = recall(options.remembered);
  let failures = 0;
  let hasAsked = false;

  const there = () => memory.held.filter(({ goneMs }) => goneMs === null).length;

  const noteAnswer = (addresses: readonly string[], atMs: number): void => {
    const isFirst = memory.answeredMs === null;
    const before = memory.held.length;
    const step = followAddresses(memory, addresses, atMs);
    memory = step.memory;
    for (const change of step.came)
      recorder.observation(clusterKey, null, observeArrival(dns, change, isFirst));
    for (const change of step.went) recorder.observation(clusterKey, null, observeDeparture(dns, change));
    const isChanged = step.came.length + step.went.length > 0 || memory.held.length !== before;
    if (isFirst || isChanged) options.onChange();
  };

  const note = (answer: NameAnswer, atMs: number): void => {
    const failed = answer.state === "failed" ? answer.failure : null;
    failures = failed === null ? 0 : failures + 1;
    const change = reachability.note(failed, atMs);
    const seen = { atMs, precisionMs: watch.probeIntervalMs * SELDOMEST, kept: there() };
    if (change !== null) recorder.observation(clusterKey, null, observeName(dns, change, seen));
    const isFirst = !hasAsked;
    hasAsked = true;
    if (answer.state === "resolved") noteAnswer(answer.addresses, atMs);
    else if (isFirst) options.onChange();
    const status = sourceStatusOf(`DNS ${dns}`, { addresses: there() }, reachability, Date.now());
    recorder.source(clusterKey, null, status);
  };

  const turn = async (signal: AbortSignal): Promise<number> => {
    const atMs = Date.now();
    const timeoutMs = watch.commandTimeoutMs;
    const answer = refuseCrowd(await resolveName({ name: dns, server: dnsServer, timeoutMs, signal }));
    if (signal.aborted) return timeoutMs;
    note(answer, atMs);
    const beatMs = BEAT * watch.probeIntervalMs;
    if (failures > 0)
      return backOffMs(
        failures,
        { firstMs: beatMs, mostMs: SELDOMEST * watch.probeIntervalMs },
        Math.random(),
      );
    return beatMs * (0.75 + Math.random() / 2);
  };

  const loop: Loop = startLoop({ firstDelayMs: 0, turn, onError: options.onError });
  return {
    config,
    addresses: () => memory.held.map(({ address, goneMs }) => ({ address, isThere: goneMs === null })),
    hasAsked: () => hasAsked,
    async stop() {
      await loop.stop();
      recorder.source(clusterKey, null, retiredSourceOf(`DNS ${dns}`, {}, reachability, Date.now()));
    },
  };
}

function refuseCrowd(answer: NameAnswer): NameAnswer {
  if (answer.state === "failed" || answer.addresses.length <= MOST_ADDRESSES) return answer;
  const found = `has ${answer.addresses.length} addresses, more than the ${MOST_ADDRESSES} that are watched`;
  return {
    state: "failed",
    failure: failure("refused", `${found}: is it the name of this cluster's proxies?`),
  };
}

function recall(remembered: readonly RememberedAddress[]): AddressMemory {
  const seenMs = remembered.map(({ seenAtMs }) => seenAtMs);
  const held = remembered.map(({ address, seenAtMs }) => ({
    address,
    lastSeenMs: seenAtMs,
    missingSinceMs: null,
    goneMs: null,
  }));
  return { answeredMs: seenMs.length === 0 ? null : Math.max(...seenMs), held };
}
