import { NODE_TYPE } from "@/lab/aws/orders-group";
import { type LoadBalancer, startBalancer } from "@/lab/balancer";
import { bundlePrograms } from "@/lab/bundle-programs";
import type { PooledAppConfig, PoolOrder } from "@/lab/clients/messages";
import { type PooledApp, startPooledApp } from "@/lab/clients/start-app";
import { type AdminUser, aclLines, createAdmin } from "@/lab/elasticache-acl";
import { type LabProxy, type ProxyPlan, startProxy } from "@/lab/lab-proxy";
import type { OrdersPorts } from "@/lab/port-plan";
import type { Supervisor } from "@/lab/processes";
import type { RelayConfig } from "@/lab/relay/messages";
import type { Relay } from "@/lab/relay/start-relay";
import { type Replication, startReplication } from "@/lab/replication";

/** Applications → load balancer → four proxies → relay → one primary with two replicas. */
export interface Orders {
  readonly redis: Replication;
  /** May do what the default user may not, which is refused what ElastiCache refuses. */
  readonly admin: AdminUser;
  readonly balancer: LoadBalancer;
  /** Those that run; a fifth may join them. */
  readonly proxies: readonly LabProxy[];
  readonly applications: readonly PooledApp[];
  /** Starts a fifth proxy, out of rotation as yet. Throws when it runs already. */
  readonly addProxy: () => Promise<LabProxy>;
  /** Takes the fifth out of rotation and ends it. */
  readonly removeAddedProxy: () => Promise<void>;
}

/** Each proxy has an address of its own, as it would on a network; Linux has all of 127/8 on loopback. */
export const PROXY_ADDRESSES = ["127.0.1.11", "127.0.1.12", "127.0.1.13", "127.0.1.14"] as const;
export const SPARE_ADDRESS = "127.0.1.15";

/** As the service sets them for this type of node. */
const SERVICE_LINES = [
  `maxmemory ${NODE_TYPE.maxmemoryBytes}`,
  "maxmemory-policy volatile-lru",
  "tcp-keepalive 300",
];

export function orderRoutes(ports: OrdersPorts): RelayConfig["routes"] {
  const [targetPort = 0] = ports.redis;
  return planProxies(ports).map(({ name, address }) => ({ name, source: address, targetPort }));
}

export async function startOrders(
  supervisor: Supervisor,
  relay: Relay,
  ports: OrdersPorts,
  order: PoolOrder,
  onProgress: (line: string) => void,
): Promise<Orders> {
  const admin = createAdmin();
  const server = { config: [...aclLines(admin), ...SERVICE_LINES], user: admin };
  const redis = await startReplication({
    supervisor,
    name: "orders",
    ports: ports.redis,
    replicas: 2,
    server,
  });
  const replicaPorts = redis.replicas.map(({ port }) => port).join(" and ");
  onProgress(`orders: primary on ${redis.primary.port}, replicas on ${replicaPorts}`);
  const plans = planProxies(ports);
  const spare = plans.pop();
  if (spare === undefined) throw new Error("the plan has no spare proxy");
  const proxies = await Promise.all(plans.map((plan) => startProxy(supervisor, relay, plan)));
  const { balancer: port, balancerStats: statsPort, balancerAdmin: adminPort } = ports;
  const balancer = await startBalancer({ supervisor, port, statsPort, adminPort, proxies, spare });
  const proxyPorts = proxies.map((proxy) => proxy.port).join(", ");
  onProgress(`orders: load balancer on ${port}, proxies on ${proxyPorts}`);
  const [script = ""] = bundlePrograms(["clients/pooled-app.ts"], `${supervisor.dir}/programs`);
  const applications = await Promise.all(
    describeApplications(port, order).map((app) => startPooledApp(supervisor, script, app)),
  );
  onProgress(
    `orders: ${applications.map((app) => `${app.name} (${app.pods.length} pods)`).join(", ")} running`,
  );
  let added: LabProxy | null = null;
  return {
    redis,
    admin,
    balancer,
    proxies,
    applications,
    addProxy: async () => {
      if (added !== null) throw new Error(`${added.name} runs already`);
      added = await startProxy(supervisor, relay, spare);
      proxies.push(added);
      return added;
    },
    removeAddedProxy: async () => {
      const leaving = added;
      if (leaving === null) return;
      await balancer.setInRotation(leaving.name, false);
      await leaving.stop();
      proxies.splice(proxies.indexOf(leaving), 1);
      added = null;
    },
  };
}

/** The spare one is the last. Two zones, turn and turn about. */
function planProxies(ports: OrdersPorts): ProxyPlan[] {
  return [...PROXY_ADDRESSES, SPARE_ADDRESS].map((address, index) => ({
    name: `proxy-${index + 1}`,
    address,
    zone: index % 2 === 0 ? "zone-a" : "zone-b",
    port: ports.proxies[index] ?? 0,
    statsPort: ports.proxyStats[index] ?? 0,
  }));
}

/**
 * Sized to keep the charts alive and the machine calm: 50 to 170 connections, 50 to 250 requests a second.
 * The lull is longer than the eviction time, so that pools shrink and the next wave opens anew.
 */
function describeApplications(port: number, order: PoolOrder): PooledAppConfig[] {
  const pool = { min: 2, max: 40, minEvictableIdleMs: 15_000, evictionEveryMs: 2_000 };
  const common = { ports: [port], isNamed: true, order, pool };
  return [
    {
      ...common,
      application: "orders-api",
      pods: ["6f9c4", "6f9d8", "6fb2x"],
      rhythm: { low: 6, high: 28, waveMs: 150_000, burst: 8, burstMs: 2_000, burstEveryMs: 45_000 },
      tickMs: 600,
    },
    {
      ...common,
      application: "orders-worker",
      pods: ["b7k2m", "b7t9w"],
      rhythm: { low: 4, high: 18, waveMs: 110_000, burst: 12, burstMs: 3_000, burstEveryMs: 60_000 },
      tickMs: 900,
    },
  ];
}
