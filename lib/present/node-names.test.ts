import { expect, test } from "vitest";
import { shortenNodes, shortNode } from "./node-names";

test.each([
  ["prod-orders-001.abc123.0001.euc1.cache.amazonaws.com:6379", "prod-orders-001"],
  ["prod-orders-0001-002.prod-orders.abc123.use1.cache.amazonaws.com:6379", "prod-orders-0001-002"],
  ["prod-orders-001.abc123.0001.cnn1.cache.amazonaws.com.cn:6379", "prod-orders-001"],
  ["Prod-Orders-001.abc123.0001.euc1.cache.amazonaws.com", "Prod-Orders-001"],
  ["master.prod-orders.abc123.euc1.cache.amazonaws.com:6379", "master.prod-orders"],
  ["carts-x1.serverless.euc1.cache.amazonaws.com:6380", "carts-x1:6380"],
])("%s is shown as %s", (address, short) => {
  expect(shortNode(address)).toBe(short);
});

test.each([
  "10.0.3.21:6379",
  "[::1]:6379",
  "redis-1.internal.example.com:6379",
  "cache.amazonaws.com:6379",
  "",
])("%s stays as it is", (address) => {
  expect(shortNode(address)).toBe(address);
});

test("addresses inside a sentence are shortened, the words around them stay", () => {
  expect(
    shortenNodes(
      "no answer from prod-orders-002.abc123.0001.euc1.cache.amazonaws.com:6379, last good 14:02:11; 10.0.0.1:6379 answers",
    ),
  ).toBe("no answer from prod-orders-002, last good 14:02:11; 10.0.0.1:6379 answers");
});
