import type { APIRequestContext } from "@playwright/test";
import type { z } from "zod";
import { type ClientConnection, clientsAnswer } from "@/lib/contract/clients";
import { type ClusterAnswer, clusterAnswer, type NodeRow } from "@/lib/contract/cluster";
import { type ClustersAnswer, clustersAnswer } from "@/lib/contract/clusters";
import { type ConnectionsAnswer, connectionsAnswer } from "@/lib/contract/connections";
import { type MetricsAnswer, metricsAnswer } from "@/lib/contract/metrics";
import { type SkewAnswer, type SkewRow, skewAnswer } from "@/lib/contract/skew";

type Params = Readonly<Record<string, string | number | undefined>>;

/** One question to the API of the dashboard, its answer checked against the contract. */
async function readAnswer<Schema extends z.ZodType>(
  request: APIRequestContext,
  path: string,
  schema: Schema,
  params: Params = {},
): Promise<z.output<Schema>> {
  const given = Object.entries(params).filter(([, value]) => value !== undefined);
  const search = new URLSearchParams(given.map(([name, value]) => [name, String(value)]));
  const response = await request.get(`/api/v1/${path}?${search}`);
  if (!response.ok()) throw new Error(`${response.status()} ${path}: ${await response.text()}`);
  return schema.parse(await response.json());
}

export function readFleet(request: APIRequestContext): Promise<ClustersAnswer> {
  return readAnswer(request, "clusters", clustersAnswer);
}

export function readCluster(request: APIRequestContext, id: string): Promise<ClusterAnswer> {
  return readAnswer(request, `clusters/${id}`, clusterAnswer);
}

export function readConnections(
  request: APIRequestContext,
  id: string,
  params: Params,
): Promise<ConnectionsAnswer> {
  return readAnswer(request, `clusters/${id}/connections`, connectionsAnswer, params);
}

export function readSkew(request: APIRequestContext, id: string, params: Params = {}): Promise<SkewAnswer> {
  return readAnswer(request, `clusters/${id}/skew`, skewAnswer, params);
}

export function readMetrics(
  request: APIRequestContext,
  id: string,
  params: Params = {},
): Promise<MetricsAnswer> {
  return readAnswer(request, `clusters/${id}/metrics`, metricsAnswer, params);
}

export function rowOf({ proxies }: SkewAnswer, name: string): SkewRow {
  const row = proxies.find((candidate) => candidate.name === name);
  if (row === undefined) throw new Error(`nobody is called ${name}`);
  return row;
}

export function readClients(request: APIRequestContext, id: string, params: Params = {}) {
  return readAnswer(request, `clusters/${id}/clients`, clientsAnswer, { limit: 1000, ...params });
}

/** Every connection of a moment, page by page, by its identity: node and id. */
export async function readAllClients(
  request: APIRequestContext,
  id: string,
  params: Params = {},
): Promise<Map<string, ClientConnection>> {
  const all = new Map<string, ClientConnection>();
  let next: string | null = null;
  do {
    const answer = await readClients(request, id, next === null ? params : { ...params, cursor: next });
    for (const connection of answer.connections) all.set(`${connection.node} ${connection.id}`, connection);
    next = answer.nextCursor;
  } while (next !== null);
  return all;
}

export function nodeAt(cluster: ClusterAnswer, address: string): NodeRow {
  const node = cluster.nodes.find((candidate) => candidate.address === address);
  if (node === undefined) throw new Error(`${cluster.id} has no node ${address}`);
  return node;
}

/** True when every node was counted after `sinceMs`, on the server's clock, which is ours. */
export function isCountedSince({ now, nodes }: ClusterAnswer, sinceMs: number): boolean {
  return nodes.every(({ ageMs }) => ageMs !== null && Date.parse(now) - ageMs > sinceMs);
}
