import { expect, test } from "vitest";
import { countStates, orderNodes, pickNodes } from "./order-nodes";
import { nodeRow } from "./testing/node-row";

test("shards in the order of their slots, each primary before its replicas", () => {
  const nodes = [
    nodeRow({ address: "n6", role: "replica", primary: "n3" }),
    nodeRow({ address: "n3", slots: "0-5460" }),
    nodeRow({ address: "n1", slots: "5461-10922" }),
    nodeRow({ address: "n4", role: "replica", primary: "n1" }),
  ];
  expect(orderNodes(nodes).map((node) => node.address)).toEqual(["n3", "n6", "n1", "n4"]);
});

test("a sick replica stands above well primaries, the worst on top", () => {
  const nodes = [
    nodeRow({ address: "a" }),
    nodeRow({ address: "b", state: "stale" }),
    nodeRow({ address: "c", role: "replica", primary: "a", state: "critical" }),
  ];
  expect(orderNodes(nodes).map((node) => node.address)).toEqual(["c", "b", "a"]);
});

test("the order does not depend on the order of the answer", () => {
  const nodes = Array.from({ length: 12 }, (_, index) => nodeRow({ address: `10.0.0.${index}:6379` }));
  expect(orderNodes([...nodes].reverse())).toEqual(orderNodes(nodes));
});

test("states are counted, worst first", () => {
  const nodes = [nodeRow({}), nodeRow({ state: "stale" }), nodeRow({})];
  expect(countStates(nodes)).toEqual([
    { state: "stale", count: 1 },
    { state: "ok", count: 2 },
  ]);
});

test.each([
  [3, 0, 3],
  [16, 0, 16],
  [60, 0, 12],
  [60, 20, 20],
])("of %d nodes, %d of them sick, %d are shown at first", (all, sick, shown) => {
  const nodes = Array.from({ length: all }, (_, index) =>
    nodeRow({ address: `n${index}`, state: index < sick ? "stale" : "ok" }),
  );
  expect(pickNodes(orderNodes(nodes))).toHaveLength(shown);
});
