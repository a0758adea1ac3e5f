import { expect, test } from "vitest";
import { LABEL } from "./evidence-labels";
import type { SkewVerdict, VerdictKind } from "./model";
import { remedyOf } from "./remedy";

function verdict(kind: VerdictKind, over: Partial<SkewVerdict> = {}): SkewVerdict {
  return {
    kind,
    by: "proxy",
    subject: "proxy-3",
    group: "orders-api",
    sinceMs: null,
    confidence: 0.9,
    trend: null,
    evidence: [],
    condition: null,
    ...over,
  };
}

const library = (name: string, version: string, connections = 10) => ({
  name,
  version,
  group: "orders-api",
  connections,
});

test.each([
  ["jedis", "3.6.3", "Jedis 3.6.3", "setLifo(false)"],
  ["lettuce", "6.3", "Lettuce 6.3", "setLifo(false)"],
  ["go-redis(,go1.22)", "9.5.1", "go-redis 9.5.1", "PoolFIFO: true"],
  ["redis-py", "5.0", "redis-py 5.0", "queue_class=Queue"],
  ["redisson", "", "Redisson", "connectionMinimumIdleSize"],
  ["ioredis", "5.4", "ioredis 5.4", "fifo: true"],
  ["node-redis", "4.7", "node-redis 4.7", "fifo: true"],
])("a drift through %s names its setting", (name, version, shown, setting) => {
  const remedy = remedyOf(verdict("lifo-drift"), [library(name, version)], []);
  expect(remedy?.steps[0]?.library).toContain(shown);
  expect(remedy?.steps[0]?.code).toContain(setting);
  expect(remedy?.steps[0]?.cost).not.toBeNull();
});

test("the library with the most connections comes first, an unknown one gets a list to look for", () => {
  const two = remedyOf(verdict("lifo-drift"), [library("go-redis", "9", 2), library("jedis", "5", 90)], []);
  expect(two?.steps.slice(0, 2).map((step) => step.library)).toEqual(["Jedis 5", "go-redis 9"]);
  const none = remedyOf(verdict("lifo-drift"), [], []);
  expect(none?.steps[0]?.code).toContain("PoolFIFO");
  expect(none?.steps[0]?.title).toContain("the clients name no library");
});

test("at most twenty of the oldest connections are listed to be closed by hand, by node", () => {
  const oldest = Array.from({ length: 30 }, (_, at) => ({
    node: at % 2 === 0 ? "a:6379" : "b:6379",
    id: at,
    ageSec: at,
  }));
  const steps = remedyOf(verdict("lifo-drift"), [], oldest)?.steps ?? [];
  const last = steps.at(-1);
  const lines = last?.code?.split("\n").filter((line) => line.startsWith("CLIENT KILL ID")) ?? [];
  expect(lines).toHaveLength(20);
  expect(lines[0]).toBe("CLIENT KILL ID 29");
  expect(last?.code).toContain("# on a:6379");
  expect(last?.cost).toContain("Never run by Evenkeel");
});

test("one that has too little has nothing to close", () => {
  const oldest = [{ node: "a:6379", id: 1, ageSec: 9 }];
  const shares = (share: number) => [
    { label: LABEL.share, value: share, unit: "share" as const },
    { label: LABEL.fairShare, value: 0.25, unit: "share" as const },
  ];
  const light = remedyOf(verdict("uneven-arrivals", { evidence: shares(0.1) }), [], oldest);
  expect(light?.steps.some((step) => step.code?.includes("CLIENT KILL"))).toBe(false);
  const heavy = remedyOf(verdict("uneven-arrivals", { evidence: shares(0.5) }), [], oldest);
  expect(heavy?.steps.some((step) => step.code?.includes("CLIENT KILL ID 1"))).toBe(true);
});

test("a weight to declare is for proxies: the fleet file knows none of nodes and zones", () => {
  const codeOf = (by: "proxy" | "node" | "zone") =>
    remedyOf(verdict("uneven-arrivals", { by, subject: "a" }), [], [])?.steps.map((step) => step.code ?? "");
  expect(codeOf("proxy")?.join("\n")).toContain("weight: 2");
  expect(codeOf("node")?.join("\n")).not.toContain("weight");
  expect(codeOf("zone")?.join("\n")).toContain("name: <a proxy of a>");
});

test.each(["proxy-restarted", "proxy-added", "leak", "hot-connections"] as const)(
  "%s has a remedy with steps",
  (kind) => {
    const remedy = remedyOf(verdict(kind), [library("jedis", "5")], []);
    expect(remedy?.sentence).not.toBe("");
    expect(remedy?.steps.length).toBeGreaterThan(1);
  },
);

test.each(["balanced", "insufficient-data"] as const)("%s has nothing to change", (kind) => {
  expect(remedyOf(verdict(kind, { subject: null }), [], [])).toBeNull();
});
