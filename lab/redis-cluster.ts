import { freePort, isFree } from "@/lab/ports";
import type { Supervisor } from "@/lab/processes";
import { type RedisServer, startRedis } from "@/lab/redis-server";
import { until } from "@/lab/until";

export interface RedisClusterNodes {
  readonly primaries: readonly RedisServer[];
  /** The replica at index i follows the primary at index i. */
  readonly replicas: readonly RedisServer[];
}

export interface RedisClusterOptions {
  readonly supervisor: Supervisor;
  readonly name: string;
  readonly primaries: number;
  /** One per node, primaries first; port + 10000 must be free too. Chosen when absent. */
  readonly ports?: readonly number[];
}

const SLOTS = 16_384;
/** Redis Cluster's own convention where no other bus port is configured. */
export const BUS_OFFSET = 10_000;

/**
 * A Redis Cluster with one replica for each primary, returned once every node says that it is complete.
 * Joined by hand, since `redis-cli --cluster create` takes several seconds longer.
 */
export async function startRedisCluster(options: RedisClusterOptions): Promise<RedisClusterNodes> {
  const { supervisor, name, primaries: count } = options;
  const ports = options.ports ?? (await freeClusterPorts(count * 2));
  const nodes = await Promise.all(
    ports
      .slice(0, count * 2)
      .map((port, index) =>
        startRedis({ supervisor, name: `${name}-${index + 1}`, port, args: clusterArgs }),
      ),
  );
  const primaries = nodes.slice(0, count);
  const replicas = nodes.slice(count);
  await Promise.all(primaries.map((node, index) => assignSlots(node, index, count)));
  await introduceAll(nodes);
  await Promise.all(replicas.map((replica, index) => follow(replica, primaries[index])));
  await Promise.all(
    nodes.map((node) => until(`${node.process.name} complete`, () => isComplete(node, count))),
  );
  return { primaries, replicas };
}

/** A busy laptop may hold up a node for a second or two; that is no failure. */
const clusterArgs = ["--cluster-enabled", "yes", "--cluster-node-timeout", "5000"];

async function assignSlots(node: RedisServer, index: number, count: number): Promise<void> {
  const first = Math.round((SLOTS * index) / count);
  const end = Math.round((SLOTS * (index + 1)) / count);
  await node.ask(
    "CLUSTER",
    "ADDSLOTS",
    ...Array.from({ length: end - first }, (_, slot) => String(first + slot)),
  );
  await node.ask("CLUSTER", "SET-CONFIG-EPOCH", String(index + 1));
}

/** Every pair meets: gossip alone would take a few seconds to spread the word. */
async function introduceAll(nodes: readonly RedisServer[]): Promise<void> {
  await Promise.all(
    nodes.flatMap((node, index) =>
      nodes.slice(index + 1).map((other) => node.ask("CLUSTER", "MEET", other.host, String(other.port))),
    ),
  );
}

async function follow(replica: RedisServer, primary: RedisServer | undefined): Promise<void> {
  if (primary === undefined) throw new Error(`${replica.process.name} has no primary to follow`);
  const id = String(await primary.ask("CLUSTER", "MYID"));
  await until(`${replica.process.name} knows ${primary.process.name}`, async () => {
    try {
      return (await replica.ask("CLUSTER", "REPLICATE", id)) === "OK";
    } catch {
      return false;
    }
  });
}

async function isComplete(node: RedisServer, count: number): Promise<boolean> {
  const [info, nodes] = await Promise.all([node.ask("CLUSTER", "INFO"), node.ask("CLUSTER", "NODES")]);
  const lines = String(nodes).trim().split("\n");
  const withFlag = (flag: string) =>
    lines.filter((line) => line.split(" ")[2]?.split(",").includes(flag)).length;
  const linked = lines.every((line) => line.split(" ")[7] === "connected");
  return (
    String(info).includes("cluster_state:ok") &&
    linked &&
    withFlag("master") === count &&
    withFlag("slave") === count
  );
}

async function freeClusterPorts(count: number): Promise<number[]> {
  const ports = new Set<number>();
  while (ports.size < count) {
    const port = await freePort();
    if (port + BUS_OFFSET < 65_536 && (await isFree(port + BUS_OFFSET))) ports.add(port);
  }
  return [...ports];
}
