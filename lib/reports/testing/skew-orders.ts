import { expect } from "vitest";
import { type SkewAnswer, type SkewParams, skewAnswer } from "@/lib/contract/skew";
import type { ConnectionCell } from "@/lib/domain/connections/model";
import type { Store } from "@/lib/store/client";
import type { FleetProxy } from "@/lib/store/rows";
import { type SampleNode, writeSampleCluster } from "@/lib/store/testing/sample-fleet";
import type { Given } from "../context";
import { reportSkew } from "../skew";
import { answerOf } from "./answer-of";

export const T = Date.UTC(2026, 10, 22, 12, 0, 0);
export const inIso = (atMs: number) => new Date(atMs).toISOString();
export const window = (fromMs: number, toMs: number) => ({ from: inIso(fromMs), to: inIso(toMs) });

/** The cluster `orders`, whose nodes were part of it from the beginning of time. */
export async function writeOrders(
  store: Store,
  proxies: readonly FleetProxy[],
  addresses: readonly string[] = ["a:1"],
  kind: "replication" | "cluster" = "replication",
): Promise<SampleNode[]> {
  const nodes = await writeSampleCluster(store, { key: "orders", kind, proxies }, addresses);
  await store.prisma.node.updateMany({ data: { firstSeenAt: new Date(0) } });
  return nodes;
}

export async function ask(store: Store, nowMs: number, params: Given<SkewParams> = {}): Promise<SkewAnswer> {
  const answer = answerOf(await reportSkew({ store, now: new Date(nowMs) }, "orders", params), skewAnswer);
  expect(answer.series.subjects.map(({ name }) => name)).toEqual(answer.proxies.map(({ name }) => name));
  for (const { share } of answer.series.subjects) expect(share).toHaveLength(answer.series.at.length);
  return answer;
}

export const cell = (proxy: string | null, connections: number, change: Partial<ConnectionCell> = {}) => ({
  proxy,
  connections,
  ...change,
});
