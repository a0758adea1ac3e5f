import { expect, test } from "vitest";
import type { ClusterAnswer } from "@/lib/contract/cluster";
import { asTitle, listFacts } from "./facts";
import { nodeRow } from "./testing/node-row";

const answer: ClusterAnswer = {
  now: "2026-11-22T14:00:00.000Z",
  id: "orders",
  name: "orders",
  kind: "replication",
  state: "ok",
  reason: "steady",
  connections: 2412,
  headroom: { node: "10.0.0.1:6379", connections: 2400, maxclients: 10_000, ratio: 0.24 },
  openedPerSec: 12.1,
  closedPerSec: 11,
  unattributedPerSec: 0,
  ageMs: 3000,
  nodes: [nodeRow({}), nodeRow({ address: "10.0.0.2:6379" })],
  proxies: [],
  direct: 0,
  groups: [],
  observations: [],
  elasticache: null,
  signals: [],
  calls: [],
};
const facts = (over: Partial<ClusterAnswer>) =>
  listFacts({ ...answer, ...over }).map((fact) => fact.replaceAll("\u202f", " "));

test("a steady cluster in one line", () => {
  expect(facts({})).toEqual([
    "2,412 connections",
    "24 % of the limit on 10.0.0.1:6379",
    "12.1 opened, 11.0 closed / s",
    "watching costs 0.11 % of the dearest node",
  ]);
});

test("what the sentence says is not said twice", () => {
  const reason = "2,412 connections through 4 proxies, largest share 26 %";
  expect(facts({ reason })).not.toContain("2,412 connections");
});

test("what is not known is left out, not written as zero", () => {
  expect(
    facts({ connections: null, headroom: null, openedPerSec: null, nodes: [], unattributedPerSec: null }),
  ).toEqual([]);
});

test("churn that no sweep saw, and nodes that are not current, are said", () => {
  const said = facts({ unattributedPerSec: 12.1, nodes: [nodeRow({}), nodeRow({ state: "stale" })] });
  expect(said).toContain("12.1 / s gone before a sweep saw them");
  expect(said).toContain("1 of 2 nodes current");
});

test.each([
  ["primary a:1 does not answer", "Primary a:1 does not answer"],
  ["proxy-3 gains connections", "proxy-3 gains connections"],
  ["218 connections on 3 nodes", "218 connections on 3 nodes"],
  ["not asked yet", "Not asked yet"],
])("%s as a title", (reason, title) => {
  expect(asTitle(reason)).toBe(title);
});
