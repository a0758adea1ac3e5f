import { expect, test } from "vitest";
import { observationWords } from "./observation-words";

test("a message of AWS that does not say whom it is about is told with its subject", () => {
  const created = { kind: "event", subject: "orders-002", sentence: "Cache cluster created" };
  expect(observationWords(created)).toBe("orders-002: Cache cluster created");
});

test("one that does is told as it is, and so is what we saw", () => {
  const sentence = "Failover from primary node orders-001 to replica node orders-002 completed";
  expect(observationWords({ kind: "event", subject: "orders-001", sentence })).toBe(sentence);
  expect(observationWords({ kind: "role", subject: "10.0.0.1:6379", sentence: "became primary" })).toBe(
    "became primary",
  );
});

test("names of nodes are short", () => {
  const subject = "orders-001.abc123.0001.euc1.cache.amazonaws.com:6379";
  expect(observationWords({ kind: "role", subject, sentence: `${subject} became primary` })).toBe(
    "orders-001 became primary",
  );
});
