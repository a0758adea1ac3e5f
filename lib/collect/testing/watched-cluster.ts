import { NO_TIMEOUTS } from "@/lib/config/declared-timeouts";
import type { ClusterConfig, WatchConfig } from "@/lib/config/fleet";
import { type ClusterWatch, type ClusterWatchOptions, watchCluster } from "../cluster-watch";
import { createRecorder } from "../recorder";
import { type CapturedJobs, captureJobs } from "./captured-jobs";

/** A second of the defaults in a tenth: tests see several rounds of everything. */
export const QUICK_WATCH: WatchConfig = {
  costBudget: 0.1,
  maxStallMs: 1000,
  probeIntervalMs: 100,
  infoIntervalMs: 500,
  sweepIntervalMs: 250,
  proxyIntervalMs: 250,
  connectTimeoutMs: 500,
  commandTimeoutMs: 500,
};

export interface WatchedCluster {
  readonly captured: CapturedJobs;
  readonly cluster: ClusterWatch;
  stop(): Promise<void>;
}

export function clusterConfig(ports: readonly number[], given: Partial<ClusterConfig> = {}): ClusterConfig {
  return {
    id: "orders",
    name: "Orders",
    seeds: ports.map((port) => ({ host: "127.0.0.1", port })),
    elasticache: null,
    auth: null,
    tls: null,
    proxies: [],
    proxyDiscovery: [],
    groups: [],
    watch: QUICK_WATCH,
    timeouts: NO_TIMEOUTS,
    line: 1,
    ...given,
  };
}

/** Watches real servers and keeps in memory what would be written. */
export function watchForTest(
  config: ClusterConfig,
  given: Partial<Omit<ClusterWatchOptions, "config">> = {},
): WatchedCluster {
  const captured = captureJobs();
  const recorder = createRecorder((job) => captured.enqueue(job));
  const errors: unknown[] = [];
  const cluster = watchCluster({
    config,
    recorder,
    credentials: () => Promise.reject(new Error("no AWS in this test")),
    remembered: [],
    rememberedProxies: [],
    resume: async () => null,
    skewPast: async () => ({ events: [], open: [] }),
    onKind: () => undefined,
    onProxies: () => undefined,
    onError: (error) => errors.push(error),
    ...given,
  });
  return {
    captured,
    cluster,
    async stop() {
      await cluster.stop();
      recorder.stop();
      if (errors.length > 0) throw errors[0];
    },
  };
}
