import { z } from "zod";
import { readStack } from "@/e2e/stack";
import { countConnectionsByAddress } from "@/lab/connection-counts";

const overview = z.object({
  clusters: z.array(
    z.object({
      id: z.string(),
      nodes: z.array(z.object({ address: z.string(), startedAs: z.string(), pid: z.number() })),
      proxies: z.array(z.object({ name: z.string(), address: z.string(), listen: z.string() })).default([]),
    }),
  ),
});
export type LabCluster = z.infer<typeof overview>["clusters"][number];

/** Starts a scenario of the lab. Throws with the lab's words when it will not. */
export async function startScenario(name: string, input: object = {}): Promise<void> {
  await askLab("POST", `/scenarios/${name}`, input);
}

/** Ends a scenario, and returns when what it did is undone. */
export async function endScenario(name: string): Promise<void> {
  await askLab("DELETE", `/scenarios/${name}`);
}

const truth = z.object({
  entries: z.array(
    z.object({
      atMs: z.number(),
      action: z.string(),
      subject: z.string(),
      detail: z.record(z.string(), z.unknown()),
    }),
  ),
});
export type TruthEntry = z.infer<typeof truth>["entries"][number];

/** What was really done to the fleet since `sinceMs`, oldest first. */
export async function readTruth(sinceMs: number): Promise<TruthEntry[]> {
  return truth.parse(await askLab("GET", "/truth")).entries.filter(({ atMs }) => atMs >= sinceMs);
}

export async function describeCluster(id: string): Promise<LabCluster> {
  const { clusters } = overview.parse(await askLab("GET", "/"));
  const cluster = clusters.find((candidate) => candidate.id === id);
  if (cluster === undefined) throw new Error(`the lab has no cluster ${id}`);
  return cluster;
}

/** Connections at the primary of orders per proxy, as its CLIENT LIST has them at this moment. */
export async function countPerProxy(orders: LabCluster): Promise<Map<string, number>> {
  const counts = await countConnectionsByAddress(portOf(primaryOf(orders).address));
  return new Map(orders.proxies.map(({ name, address }) => [name, counts.get(address) ?? 0]));
}

export function primaryOf(cluster: LabCluster): LabCluster["nodes"][number] {
  const primary = cluster.nodes.find((node) => node.startedAs === "primary");
  if (primary === undefined) throw new Error(`${cluster.id} has no primary`);
  return primary;
}

export function portOf(address: string): number {
  return Number(address.split(":")[1]);
}

async function askLab(method: string, path: string, input?: object): Promise<unknown> {
  const init = input === undefined ? { method } : { method, body: JSON.stringify(input) };
  const response = await fetch(`${readStack().labUrl}${path}`, init);
  const body: unknown = await response.json();
  if (!response.ok) throw new Error(`${method} ${path}: ${JSON.stringify(body)}`);
  return body;
}
