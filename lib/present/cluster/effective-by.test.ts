import { expect, test } from "vitest";
import { effectiveBy } from "./effective-by";

const proxy = {
  name: "p",
  addresses: [],
  kind: "tcp" as const,
  zone: null,
  front: { state: "none" as const, reason: "no statistics are configured" },
  connections: 1,
  share: 1,
  openedPerSec: 0,
  closedPerSec: 0,
};

test("without proxies the lines are nodes; what is asked for otherwise stands", () => {
  expect(effectiveBy("proxy", { proxies: [] })).toBe("node");
  expect(effectiveBy("group", { proxies: [] })).toBe("group");
  expect(effectiveBy("proxy", { proxies: [proxy] })).toBe("proxy");
  expect(effectiveBy("proxy", undefined)).toBe("proxy");
});
