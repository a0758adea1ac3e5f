import { bundlePrograms } from "@/lab/bundle-programs";
import type { PooledAppConfig, PoolOrder } from "@/lab/clients/messages";
import { type PooledApp, startPooledApp } from "@/lab/clients/start-app";
import type { FeedPorts } from "@/lab/port-plan";
import type { SupervisedProcess, Supervisor } from "@/lab/processes";
import { type RedisServer, startRedis } from "@/lab/redis-server";
import type { RelayConfig } from "@/lab/relay/messages";
import type { Relay } from "@/lab/relay/start-relay";
import { startTwemproxy } from "@/lab/twemproxy";

export interface FeedProxy {
  readonly name: string;
  readonly address: string;
  readonly port: number;
  readonly statsPort: number;
  readonly process: SupervisedProcess;
}

/** An application that spreads over two twemproxies itself → relay → one server. */
export interface Feed {
  readonly redis: RedisServer;
  readonly proxies: readonly FeedProxy[];
  readonly applications: readonly PooledApp[];
}

/** twemproxy cannot choose where it connects from: the relay does it for it. */
export const FEED_ADDRESSES = ["127.0.1.21", "127.0.1.22"] as const;

export function feedRoutes(ports: FeedPorts): RelayConfig["routes"] {
  return FEED_ADDRESSES.map((source, index) => ({
    name: nameOf(index),
    source,
    targetPort: ports.redis,
  }));
}

export async function startFeed(
  supervisor: Supervisor,
  relay: Relay,
  ports: FeedPorts,
  order: PoolOrder,
  onProgress: (line: string) => void,
): Promise<Feed> {
  const redis = await startRedis({ supervisor, name: "feed", port: ports.redis });
  const proxies = await Promise.all(
    FEED_ADDRESSES.map(async (address, index) => {
      const at = {
        name: nameOf(index),
        port: ports.proxies[index] ?? 0,
        statsPort: ports.proxyStats[index] ?? 0,
      };
      const targetPort = relay.portOf(at.name);
      return { ...at, address, process: await startTwemproxy({ supervisor, ...at, targetPort }) };
    }),
  );
  onProgress(`feed: server on ${redis.port}, twemproxies on ${ports.proxies.join(" and ")}`);
  const [script = ""] = bundlePrograms(["clients/pooled-app.ts"], `${supervisor.dir}/programs`);
  const reader = await startPooledApp(supervisor, script, describeReader(ports.proxies, order));
  onProgress(`feed: ${reader.name} (${reader.pods.length} pods) running`);
  return { redis, proxies, applications: [reader] };
}

function nameOf(index: number): string {
  return `twemproxy-${index + 1}`;
}

/**
 * twemproxy knows neither CLIENT nor INFO: its connections have no names. Never fewer than ten at each, below
 * which nothing is said of balance.
 */
function describeReader(ports: readonly number[], order: PoolOrder): PooledAppConfig {
  return {
    application: "feed-reader",
    ports: [...ports],
    isNamed: false,
    order,
    pool: { min: 4, max: 40, minEvictableIdleMs: 15_000, evictionEveryMs: 2_000 },
    pods: ["c4d7f", "c4h2s", "c4vq8"],
    rhythm: { low: 10, high: 22, waveMs: 130_000, burst: 6, burstMs: 2_000, burstEveryMs: 50_000 },
    tickMs: 900,
  };
}
