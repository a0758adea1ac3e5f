import { GROUP } from "@/lab/aws/orders-group";
import type { PooledApp } from "@/lab/clients/start-app";
import type { RedisServer } from "@/lab/redis-server";
import type { ScenarioRunner } from "@/lab/scenarios/runner";
import type { LabWorld } from "@/lab/scenarios/scenario";
import type { SupervisedProcess } from "@/lab/supervised-process";

/** What `GET /` of the control server says: who runs where, and what can be done to it. */
export function describeLab(world: LabWorld, runner: ScenarioRunner, fleetFile: string) {
  const { orders, catalog, feed, aws } = world;
  const describeOrders = (server: RedisServer, startedAs: "primary" | "replica") => ({
    cacheClusterId: aws.nodeIdAt(server.port),
    ...describeNode(server, startedAs),
  });
  return {
    fleetFile,
    aws: {
      endpoint: aws.endpoint.url,
      region: aws.region,
      replicationGroup: GROUP,
      pointsLateMs: aws.lateness,
      ...aws.endpoint.counts(),
    },
    clusters: [
      {
        id: "orders",
        nodes: [
          describeOrders(orders.redis.primary, "primary"),
          ...orders.redis.replicas.map((node) => describeOrders(node, "replica")),
        ],
        balancer: {
          listen: address(orders.balancer.port),
          stats: statsUrl(orders.balancer.statsPort),
          ...describeProcess(orders.balancer.process),
        },
        proxies: orders.proxies.map((proxy) => ({
          name: proxy.name,
          address: proxy.address,
          zone: proxy.zone,
          listen: address(proxy.port),
          stats: statsUrl(proxy.statsPort),
          delayMs: proxy.delayMs(),
          weight: orders.balancer.weightOf(proxy.name),
          ...describeProcess(proxy.process()),
        })),
        applications: orders.applications.map(describePooledApp),
      },
      {
        id: "catalog",
        nodes: [
          ...catalog.redis.primaries.map((node) => describeNode(node, "primary")),
          ...catalog.redis.replicas.map((node) => describeNode(node, "replica")),
        ],
        applications: catalog.applications.map((app) => ({
          name: app.name,
          ...describeProcess(app.process),
        })),
      },
      {
        id: "feed",
        nodes: [describeNode(feed.redis, "primary")],
        proxies: feed.proxies.map((proxy) => ({
          name: proxy.name,
          address: proxy.address,
          listen: address(proxy.port),
          stats: address(proxy.statsPort),
          ...describeProcess(proxy.process),
        })),
        applications: feed.applications.map(describePooledApp),
      },
    ],
    scenarios: runner.known.map((scenario) => ({
      name: scenario.name,
      summary: scenario.summary,
      parameters: scenario.parameters,
      ...runner.stateOf(scenario),
    })),
  };
}

function describePooledApp(app: PooledApp) {
  return { name: app.name, pods: app.pods, order: app.order(), ...describeProcess(app.process) };
}

/** `startedAs`: the role at the start; which one it has now is for Redis to say. */
function describeNode(server: RedisServer, startedAs: "primary" | "replica") {
  return { address: address(server.port), startedAs, ...describeProcess(server.process) };
}

function describeProcess(process: SupervisedProcess) {
  return { pid: process.pid, running: process.isRunning() };
}

function address(port: number): string {
  return `127.0.0.1:${port}`;
}

function statsUrl(port: number): string {
  return `http://127.0.0.1:${port}/;csv`;
}
