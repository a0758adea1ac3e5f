import { describe, expect, it } from "vitest";
import { parseClientList } from "@/lib/domain/redis/client-list";
import { createAttribution } from "./attribution";
import { createLedger } from "./ledger";
import { createTestLedger, idsOf, many, START_MS, sweep } from "./testing/sweep-ledger";

describe("a restart of the server", () => {
  it("closes all of the old run and opens all of the new one, ids that both have included", () => {
    const ledger = createTestLedger();
    sweep(ledger, 0, many(1, 2, 90), { received: 90 });
    const result = sweep(ledger, 1, many(2, 3), { runId: "run-b", received: 3 });
    expect(result).toMatchObject({
      runId: "run-b",
      restarted: true,
      previousAtMs: null,
      highestId: 3,
      unattributed: null,
    });
    expect([idsOf(result.delta.opened), result.delta.closed]).toEqual([
      [2, 3],
      [1, 2, 90],
    ]);
    expect(result.cells).toMatchObject([
      { proxy: "proxy-1", group: "unnamed", connections: 2, opened: 2, closed: 3, commands: null },
    ]);
    expect(sweep(ledger, 2, many(2, 3, 5), { runId: "run-b", received: 5 })).toMatchObject({
      restarted: false,
      unattributed: 1,
    });
  });

  it("is noticed although we were away ourselves", () => {
    const ledger = createTestLedger();
    sweep(ledger, 0, many(1, 2));
    const resumed = createTestLedger({
      runId: "run-a",
      atMs: START_MS,
      highestId: 2,
      connections: ledger.connections(),
    });
    expect(sweep(resumed, 9, many(1), { runId: "run-b" })).toMatchObject({
      restarted: true,
      delta: { closed: [1, 2] },
    });
  });
});

describe("a restart of ours", () => {
  it("goes on from the stored set and counts nobody twice", () => {
    const ledger = createTestLedger();
    sweep(ledger, 0, [{ id: 1, name: "orders-1", ageSec: 50 }, { id: 2 }]);
    const resumed = createTestLedger({
      runId: "run-a",
      atMs: START_MS,
      highestId: 4,
      connections: ledger.connections(),
    });
    expect([resumed.size, resumed.highestId]).toEqual([2, 4]);
    const result = sweep(resumed, 30, [{ id: 1, name: "orders-1", ageSec: 350 }, { id: 6 }]);
    expect(result).toMatchObject({ previousAtMs: START_MS, unattributed: 1, restarted: false });
    expect([idsOf(result.delta.opened), result.delta.closed, result.delta.changed]).toEqual([[6], [2], []]);
    expect([...resumed.connections()].find(({ id }) => id === 1)?.openedAtMs).toBe(START_MS - 50_000);
  });

  it("notices a client that gave up its name in the meantime, where the server knows no users", () => {
    const before = createTestLedger();
    sweep(before, 0, parseClientList(Buffer.from("id=1 addr=10.0.3.11:1 name=orders-1 age=1 idle=0\n")));
    const after = createTestLedger({
      runId: "run-a",
      atMs: START_MS,
      highestId: 1,
      connections: before.connections(),
    });
    const result = sweep(
      after,
      1,
      parseClientList(Buffer.from("id=1 addr=10.0.3.11:1 name= age=11 idle=0\n")),
    );
    expect(result.delta.changed).toMatchObject([{ id: 1, name: "", group: "unnamed" }]);
  });

  it("shows as changed whom today's rules attribute differently", () => {
    const before = createLedger(createAttribution({ proxies: [], groups: [], groupLimit: 10 }));
    sweep(before, 0, [
      { id: 1, name: "orders-1" },
      { id: 2, name: "orders-2" },
      { id: 3, addr: "10.0.9.9:1", name: "mail" },
    ]);
    const after = createTestLedger({
      runId: "run-a",
      atMs: START_MS,
      highestId: 3,
      connections: before.connections(),
    });
    const result = sweep(after, 1, [
      { id: 1, name: "orders-1" },
      { id: 3, addr: "10.0.9.9:1", name: "mail" },
    ]);
    expect(result.delta).toMatchObject({
      opened: [],
      closed: [2],
      changed: [{ id: 1, proxy: "proxy-1", group: "orders" }],
    });
  });
});
