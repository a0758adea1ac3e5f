import { expect, test } from "vitest";
import { clusterIds, type FoundCache } from "./cluster-ids";

const orders: FoundCache = { key: "a", id: "prod-orders", region: "eu-central-1" };
const ordersAbroad: FoundCache = { key: "b", id: "prod-orders", region: "us-east-1" };
const ordersOfOthers: FoundCache = { key: "c", id: "prod-orders", region: "us-east-1" };

test("a discovered cluster is called as AWS calls it; the second of a name tells its region, the third a number", () => {
  const ids = clusterIds(new Map(), [orders, ordersAbroad, ordersOfOthers], []);
  expect([...ids.values()]).toEqual(["prod-orders", "prod-orders-us-east-1", "prod-orders-us-east-1-2"]);
});

test("who has an id keeps it, whoever else is found and whoever goes", () => {
  const first = clusterIds(new Map(), [ordersAbroad], []);
  const second = clusterIds(first, [orders, ordersAbroad], []);
  expect(second.get("b")).toBe("prod-orders");
  expect(second.get("a")).toBe("prod-orders-eu-central-1");
  expect(clusterIds(second, [orders], []).get("a")).toBe("prod-orders-eu-central-1");
});

test("a cluster of the fleet file has the first claim", () => {
  const before = clusterIds(new Map(), [orders], []);
  expect(clusterIds(before, [orders], ["prod-orders"]).get("a")).toBe("prod-orders-eu-central-1");
});

test("what cannot stand in a URL is no id", () => {
  const odd = ["../etc", "a b", "", "-x", "x".repeat(64)].map((id) => ({ key: id, id, region: "r" }));
  expect(clusterIds(new Map(), odd, []).size).toBe(0);
  expect([...clusterIds(new Map(), [{ ...orders, id: "Prod-Orders" }], []).values()]).toEqual([
    "prod-orders",
  ]);
});
