import { bundlePrograms } from "@/lab/bundle-programs";
import type { PooledAppConfig, PoolOrder } from "@/lab/clients/messages";
import { type PooledApp, startPooledApp } from "@/lab/clients/start-app";
import { startHaproxy, writeBalancerConfig, writeProxyConfig } from "@/lab/haproxy";
import type { OrdersPorts } from "@/lab/port-plan";
import type { SupervisedProcess, Supervisor } from "@/lab/processes";
import type { RedisServer } from "@/lab/redis-server";
import { type Replication, startReplication } from "@/lab/replication";

export interface LabProxy {
  readonly name: string;
  /** Where Redis sees it come from. */
  readonly address: string;
  readonly port: number;
  readonly statsPort: number;
  readonly process: () => SupervisedProcess;
  readonly stop: () => Promise<void>;
  readonly start: () => Promise<void>;
}

/** Applications → load balancer → four proxies → one primary with two replicas. */
export interface Orders {
  readonly redis: Replication;
  readonly balancer: {
    readonly port: number;
    readonly statsPort: number;
    readonly process: SupervisedProcess;
  };
  readonly proxies: readonly LabProxy[];
  readonly applications: readonly PooledApp[];
}

/** Each proxy has an address of its own, as it would on a network; Linux has all of 127/8 on loopback. */
export const PROXY_ADDRESSES = ["127.0.1.11", "127.0.1.12", "127.0.1.13", "127.0.1.14"] as const;

export async function startOrders(
  supervisor: Supervisor,
  ports: OrdersPorts,
  order: PoolOrder,
  onProgress: (line: string) => void,
): Promise<Orders> {
  const redis = await startReplication({ supervisor, name: "orders", ports: ports.redis, replicas: 2 });
  onProgress(
    `orders: primary on ${redis.primary.port}, replicas on ${redis.replicas.map(portOf).join(" and ")}`,
  );
  const proxies = await Promise.all(
    PROXY_ADDRESSES.map((address, index) =>
      startProxy(supervisor, {
        name: `proxy-${index + 1}`,
        address,
        port: ports.proxies[index] ?? 0,
        statsPort: ports.proxyStats[index] ?? 0,
        targetPort: redis.primary.port,
      }),
    ),
  );
  const balancerAt = { port: ports.balancer, statsPort: ports.balancerStats };
  const config = writeBalancerConfig({ ...balancerAt, proxies });
  const process = await startHaproxy({
    supervisor,
    name: "balancer",
    config,
    statsPort: ports.balancerStats,
  });
  onProgress(`orders: load balancer on ${ports.balancer}, proxies on ${proxies.map(portOf).join(", ")}`);
  const [script = ""] = bundlePrograms(["clients/pooled-app.ts"], `${supervisor.dir}/programs`);
  const applications = await Promise.all(
    describeApplications(ports.balancer, order).map((app) => startPooledApp(supervisor, script, app)),
  );
  onProgress(
    `orders: ${applications.map((app) => `${app.name} (${app.pods.length} pods)`).join(", ")} running`,
  );
  return { redis, balancer: { ...balancerAt, process }, proxies, applications };
}

interface ProxyPlan extends Pick<LabProxy, "name" | "address" | "port" | "statsPort"> {
  readonly targetPort: number;
}

async function startProxy(supervisor: Supervisor, plan: ProxyPlan): Promise<LabProxy> {
  const config = writeProxyConfig({ ...plan, source: plan.address });
  const launch = () => startHaproxy({ supervisor, name: plan.name, config, statsPort: plan.statsPort });
  let process = await launch();
  return {
    name: plan.name,
    address: plan.address,
    port: plan.port,
    statsPort: plan.statsPort,
    process: () => process,
    stop: () => process.stop(),
    start: async () => {
      process = await launch();
    },
  };
}

/**
 * Sized to keep the charts alive and the machine calm: 50 to 170 connections, 50 to 250 requests a second.
 * The lull is longer than the eviction time, so that pools shrink and the next wave opens anew.
 */
function describeApplications(port: number, order: PoolOrder): PooledAppConfig[] {
  const pool = { min: 2, max: 40, minEvictableIdleMs: 15_000 };
  return [
    {
      application: "orders-api",
      port,
      pods: ["6f9c4", "6f9d8", "6fb2x"],
      order,
      pool,
      rhythm: { low: 6, high: 28, waveMs: 150_000, burst: 8, burstMs: 2_000, burstEveryMs: 45_000 },
      tickMs: 600,
    },
    {
      application: "orders-worker",
      port,
      pods: ["b7k2m", "b7t9w"],
      order,
      pool,
      rhythm: { low: 4, high: 18, waveMs: 110_000, burst: 12, burstMs: 3_000, burstEveryMs: 60_000 },
      tickMs: 900,
    },
  ];
}

function portOf(thing: LabProxy | RedisServer): number {
  return thing.port;
}
