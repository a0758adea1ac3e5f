import { expect, test } from "vitest";
import { declareProxies, prepareProxies } from "./proxies";

const proxy = (name: string, connections: number | null, share: number | null) => ({
  name,
  addresses: ["10.0.3.11", "10.0.3.12"],
  kind: "tcp" as const,
  zone: null,
  front: { state: "none" as const, reason: "no statistics are configured" },
  connections,
  share,
  openedPerSec: 1,
  closedPerSec: 1,
});

test("proxies keep the order of the fleet file, direct connections stand last", () => {
  const { lines, fairShare } = prepareProxies({
    proxies: [proxy("proxy-2", 60, 0.6), proxy("proxy-1", 30, 0.3)],
    direct: 10,
    connections: 100,
  });
  expect(lines.map((line) => [line.name, line.share])).toEqual([
    ["proxy-2", 0.6],
    ["proxy-1", 0.3],
    ["direct", 0.1],
  ]);
  expect(fairShare).toBeCloseTo(0.45);
  expect(lines[0]?.addresses).toBe("10.0.3.11 +1");
});

test("without direct connections there is no row for them, and one proxy has no fair share", () => {
  const { lines, fairShare } = prepareProxies({ proxies: [proxy("p", 5, 1)], direct: 0, connections: 5 });
  expect(lines).toHaveLength(1);
  expect(fairShare).toBeNull();
});

test("a proxy not counted yet makes the fair share unknown", () => {
  const proxies = [proxy("a", null, null), proxy("b", 5, 1)];
  expect(prepareProxies({ proxies, direct: null, connections: null }).fairShare).toBeNull();
});

test("the advice names the cluster", () => {
  expect(declareProxies("catalog")).toContain("- id: catalog");
});
