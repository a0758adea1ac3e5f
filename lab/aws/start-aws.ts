import { createEvents } from "@/lab/aws/events";
import { type LabKeys, writeKeys } from "@/lab/aws/keys";
import { type Lateness, USUAL_LATENESS } from "@/lab/aws/lateness";
import { createMetricMinutes, READING_EVERY_MS } from "@/lab/aws/metric-minutes";
import { monitorNode } from "@/lab/aws/node-monitor";
import { GROUP, NODE_TYPE, nodeIdOf, REGION, zoneOf } from "@/lab/aws/orders-group";
import { createOrdersRegion, type MonitoredNode } from "@/lab/aws/orders-region";
import { repeatOnTheClock } from "@/lab/aws/repeat";
import { createRoleHistory } from "@/lab/aws/role-history";
import type { AdminUser } from "@/lab/elasticache-acl";
import type { Replication } from "@/lab/replication";
import { type AwsEndpoint, startAwsEndpoint } from "@/lib/collect/testing/aws-endpoint";

/** Orders as a replication group of ElastiCache, by AWS's own API on loopback. */
export interface LabAws {
  readonly endpoint: AwsEndpoint;
  readonly region: string;
  readonly keys: LabKeys;
  readonly lateness: Lateness;
  /** Which scenario has which calls: each has one fault, so that two scenarios do not end each other's. */
  readonly faults: Map<string, string>;
  /** Cache cluster id of the node at this port; null: it has none. */
  readonly nodeIdAt: (port: number) => string | null;
  /** Puts an entry of now into DescribeEvents; the returned function takes it out again. */
  readonly tellEvent: (source: string, message: string) => () => void;
  /** Points of minutes that end from now on come so much later; the returned function takes that back. */
  readonly delayPoints: (byMs: number) => () => void;
  readonly stop: () => Promise<void>;
}

export interface LabAwsOptions {
  readonly dir: string;
  readonly port: number;
  readonly redis: Replication;
  readonly admin: AdminUser;
  /** Default: one to three minutes. */
  readonly lateness?: Lateness;
}

const ROLE_EVERY_MS = 2_000;
/** A reading of a busy machine that is later than that is none of its minute. */
const MAX_LATE_MS = 10_000;

/** Returns when the endpoint answers. Throws what a server said when it refused the monitor; nothing is left open then. */
export async function startAws(options: LabAwsOptions): Promise<LabAws> {
  const { dir, port, redis, admin, lateness = USUAL_LATENESS } = options;
  const endings: (() => Promise<void>)[] = [];
  const stop = async () => {
    for (const end of endings.splice(0).reverse()) await end();
  };
  try {
    const nodes: MonitoredNode[] = [];
    for (const [index, server] of [redis.primary, ...redis.replicas].entries()) {
      const monitor = await monitorNode(server, admin);
      endings.push(async () => monitor.close());
      const roles = createRoleHistory(server === redis.primary);
      nodes.push({ id: nodeIdOf(index), zone: zoneOf(index), port: server.port, monitor, roles });
    }
    const contexts = nodes.map(({ id, monitor }) => [id, { ...monitor, vcpus: NODE_TYPE.vcpus }] as const);
    const minutes = createMetricMinutes(new Map(contexts), lateness);
    const readAll = async (atMs: number) => {
      const isLate = Date.now() - atMs > MAX_LATE_MS;
      const read = async ({ id, monitor }: MonitoredNode) =>
        [id, isLate ? null : await monitor.read()] as const;
      minutes.take(atMs, new Map(await Promise.all(nodes.map(read))));
    };
    await readAll(Date.now());
    endings.push(
      repeatOnTheClock(READING_EVERY_MS, readAll),
      repeatOnTheClock(ROLE_EVERY_MS, () => readRoles(nodes)),
    );
    const events = createEvents();
    const tellEvent = (source: string, message: string) =>
      events.tell({
        SourceIdentifier: source,
        SourceType: source === GROUP ? "replication-group" : "cache-cluster",
        Message: message,
      });
    for (const { id, zone } of nodes) {
      tellEvent(id, `Added cache node 0001 in availability zone ${zone}`);
      tellEvent(id, "Cache cluster created");
    }
    tellEvent(GROUP, `Replication group ${GROUP} created`);

    const keys = writeKeys(dir);
    const region = createOrdersRegion({ nodes, minutes, events, createdAt: new Date() });
    const world = { regions: { [REGION]: region }, keys: [keys] };
    const endpoint = await startAwsEndpoint({ port, world });
    endings.push(() => endpoint.stop());
    const nodeIdAt = (at: number) => nodes.find((node) => node.port === at)?.id ?? null;
    const delayPoints = (byMs: number) => minutes.delay(Date.now(), byMs);
    const faults = new Map<string, string>();
    return { endpoint, region: REGION, keys, lateness, faults, nodeIdAt, tellEvent, delayPoints, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function readRoles(nodes: readonly MonitoredNode[]): Promise<void> {
  const note = async ({ monitor, roles }: MonitoredNode) => {
    const isPrimary = await monitor.isPrimary();
    if (isPrimary !== null) roles.note(isPrimary, Date.now());
  };
  await Promise.all(nodes.map(note));
}
