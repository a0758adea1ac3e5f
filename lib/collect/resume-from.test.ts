import { expect, test } from "vitest";
import type { LedgerResume } from "@/lib/domain/connections/ledger";
import { resumeFrom } from "./resume-from";

const stored: LedgerResume = { runId: "run-1", atMs: 1000, highestId: 7, connections: [] };

test("what was recorded since waits for the database each time, not only at the start", async () => {
  const events: string[] = [];
  const resume = resumeFrom({
    drained: async () => void events.push("drained"),
    read: async (_, address) => {
      events.push(`read ${address}`);
      return stored;
    },
    withinMs: 1000,
  });
  expect(await resume("orders", "a:1")).toBe(stored);
  expect(await resume("orders", "b:2")).toBe(stored);
  expect(events).toEqual(["drained", "read a:1", "drained", "read b:2"]);
});

test("a queue that does not drain, a database that does not answer: counting begins anew", async () => {
  const never = new Promise<never>(() => undefined);
  const read = async () => stored;
  expect(await resumeFrom({ drained: () => never, read, withinMs: 5 })("orders", "a:1")).toBe(null);
  const drained = async () => undefined;
  expect(await resumeFrom({ drained, read: () => never, withinMs: 5 })("orders", "a:1")).toBe(null);
  const failing = async () => Promise.reject(new Error("away"));
  expect(await resumeFrom({ drained, read: failing, withinMs: 5 })("orders", "a:1")).toBe(null);
});
