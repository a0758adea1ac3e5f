import type { ProxyStep } from "@/lib/domain/proxies/model";
import type { Store } from "@/lib/store/client";
import { internProxies } from "@/lib/store/writes/intern-proxies";
import { writeProxySamples } from "@/lib/store/writes/write-proxy-samples";

const EVERY_MS = 10_000;

/** A proxy's statistics every ten seconds of [fromMs, toMs), for tests: each step the same, and from a moment on none. */
export async function writeStatistics(
  store: Store,
  clusterId: number,
  name: string,
  given: {
    readonly fromMs: number;
    readonly toMs: number;
    readonly source: string;
    readonly failsFromMs: number | null;
    readonly step: Partial<ProxyStep>;
    readonly medianMs: number | null;
  },
): Promise<void> {
  const proxyId = (await internProxies(store, clusterId, [name])).get(name);
  if (proxyId === undefined) throw new Error(`${name} has no id`);
  const { fromMs, toMs, source, medianMs } = given;
  const failsFromMs = given.failsFromMs ?? Number.POSITIVE_INFINITY;
  const times = Array.from(
    { length: Math.ceil((toMs - fromMs) / EVERY_MS) },
    (_, index) => fromMs + index * EVERY_MS,
  );
  const samples = times.map((atMs) => {
    const isFailing = atMs >= failsFromMs;
    const step: ProxyStep = { ...NOTHING, atMs, spanMs: EVERY_MS, ...given.step };
    const pings = {
      sent: 10,
      failed: 0,
      minMs: medianMs,
      medianMs,
      maxMs: medianMs,
      answeredBy: "redis",
    } as const;
    return {
      clusterId,
      proxyId,
      at: new Date(atMs),
      source,
      step: isFailing ? null : step,
      failure: isFailing ? "127.0.0.1:22222 does not answer within 1 s" : null,
      latency: medianMs === null ? null : pings,
    };
  });
  await writeProxySamples(store, samples);
}

const NOTHING = {
  restarted: false,
  connections: null,
  opened: null,
  closed: null,
  requests: null,
  bytesIn: null,
  bytesOut: null,
  backConnections: null,
  uptimeSec: null,
} as const;
