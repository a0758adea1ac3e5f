import { z } from "zod";
import { readStack } from "@/e2e/stack";
import { countConnectionsByAddress } from "@/lab/connection-counts";

const overview = z.object({
  clusters: z.array(
    z.object({
      id: z.string(),
      nodes: z.array(z.object({ address: z.string(), startedAs: z.string(), pid: z.number() })),
      proxies: z.array(z.object({ name: z.string(), address: z.string(), pid: z.number() })).default([]),
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

export async function describeCluster(id: string): Promise<LabCluster> {
  const { clusters } = overview.parse(await askLab("GET", "/"));
  const cluster = clusters.find((candidate) => candidate.id === id);
  if (cluster === undefined) throw new Error(`the lab has no cluster ${id}`);
  return cluster;
}

/** Connections at the primary of orders per proxy, as its CLIENT LIST has them at this moment. */
export async function countPerProxy(orders: LabCluster): Promise<Map<string, number>> {
  const primary = orders.nodes.find((node) => node.startedAs === "primary");
  const counts = await countConnectionsByAddress(Number(primary?.address.split(":")[1]));
  return new Map(orders.proxies.map(({ name, address }) => [name, counts.get(address) ?? 0]));
}

async function askLab(method: string, path: string, input?: object): Promise<unknown> {
  const stack = readStack();
  if (stack === null) throw new Error("the global set-up has not run");
  const init = input === undefined ? { method } : { method, body: JSON.stringify(input) };
  const response = await fetch(`${stack.labUrl}${path}`, init);
  const body: unknown = await response.json();
  if (!response.ok) throw new Error(`${method} ${path}: ${JSON.stringify(body)}`);
  return body;
}
