import type { Store } from "@/lib/store/client";
import { internProxies } from "@/lib/store/writes/intern-proxies";
import { writeProxySamples } from "@/lib/store/writes/write-proxy-samples";
import { median } from "./measure";

export const PROXIES = 16;
export const SAMPLE_MS = 10_000;

/** An hour of samples of every proxy, written as the collector does; resolves to the milliseconds of one write. */
export async function writeProxyHour(store: Store, clusterId: number, startMs: number): Promise<number> {
  const names = Array.from({ length: PROXIES }, (_, index) => `proxy-${index}`);
  const ids = await internProxies(store, clusterId, names);
  const times: number[] = [];
  for (let atMs = startMs; atMs < startMs + 3_600_000; atMs += SAMPLE_MS) {
    const rows = Array.from(ids.values(), (proxyId, index) => sampleRow(clusterId, proxyId, atMs, index));
    const start = performance.now();
    await writeProxySamples(store, rows);
    times.push(performance.now() - start);
  }
  return median(times);
}

function sampleRow(clusterId: number, proxyId: number, atMs: number, index: number) {
  const varied = (atMs / SAMPLE_MS + index * 7) % 97;
  return {
    clusterId,
    proxyId,
    at: new Date(atMs),
    source: "HAProxy CSV",
    failure: null,
    step: {
      atMs,
      spanMs: SAMPLE_MS,
      restarted: false,
      connections: 600 + varied,
      opened: varied,
      closed: varied,
      requests: null,
      bytesIn: 1_000_000 + varied,
      bytesOut: 9_000_000 + varied,
      backConnections: null,
      uptimeSec: 86_400 + Math.floor(atMs / 1000),
    },
    latency: {
      sent: 10,
      failed: 0,
      minMs: 0.1 + varied / 1000,
      medianMs: 0.3 + varied / 1000,
      maxMs: 1 + varied / 100,
      answeredBy: "redis" as const,
    },
  };
}
