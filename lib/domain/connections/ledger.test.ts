import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parseClientList } from "@/lib/domain/redis/client-list";
import { IDLE_BOUNDS_SEC, type SweepResult } from "./model";
import { printClients } from "./testing/print-clients";
import { createTestLedger, idsOf, many, START_MS, sweep } from "./testing/sweep-ledger";

describe("the first sweep", () => {
  it("is a baseline: all are there, none was opened, nothing is said of churn", () => {
    const ledger = createTestLedger();
    expect(ledger.highestId).toBeNull();
    const result = sweep(ledger, 0, [
      { id: 5, name: "orders-1", ageSec: 100 },
      { id: 9, addr: "10.0.9.9:1" },
    ]);
    expect(result).toMatchObject({ previousAtMs: null, highestId: 9, restarted: false, unattributed: null });
    expect(result.cells).toMatchObject([
      { proxy: "proxy-1", group: "orders", connections: 1, opened: 0, closed: 0, commands: null },
      { proxy: null, group: "unnamed", connections: 1, opened: 0, closed: 0, commands: null },
    ]);
    expect(result.delta.opened).toEqual([
      {
        id: 5,
        addr: "10.0.3.11:1029",
        name: "orders-1",
        user: "default",
        libName: "",
        libVer: "",
        openedAtMs: START_MS - 100_000,
        proxy: "proxy-1",
        group: "orders",
      },
      {
        id: 9,
        addr: "10.0.9.9:1",
        name: "",
        user: "default",
        libName: "",
        libVer: "",
        openedAtMs: START_MS,
        proxy: null,
        group: "unnamed",
      },
    ]);
    expect([ledger.size, ledger.highestId, ledger.ids()]).toEqual([2, 9, [5, 9]]);
  });

  it.each([
    ["redis-2.8", 11],
    ["redis-7.0.15", 14],
    ["valkey-9-dev", 15],
  ])("of the captured %s leaves out ourselves and the replica", (server, clients) => {
    const reply = readFileSync(
      new URL(`../redis/fixtures/servers/${server}/client-list.txt`, import.meta.url),
    );
    const ledger = createTestLedger();
    const result = sweep(ledger, 0, parseClientList(reply));
    expect(result.leftOut).toEqual({ own: 1, replicas: 1, primaryLinks: 0 });
    expect(ledger.size).toBe(clients);
    expect(result.idleHistogram.reduce((sum, count) => sum + count, 0)).toBe(clients);
    expect(result.cells.find(({ group }) => group === "orders")?.connections).toBe(1);
    expect([...ledger.connections()].map(({ addr }) => addr)).toContain("/srv/redis/s.sock:0");
  });
});

describe("a later sweep", () => {
  it("tells who came and who went", () => {
    const ledger = createTestLedger();
    sweep(ledger, 0, many(1, 2, 3));
    const result = sweep(ledger, 1, many(7, 3, 1, 5));
    expect(result).toMatchObject({ previousAtMs: START_MS, highestId: 7, unattributed: 2 });
    expect([idsOf(result.delta.opened), result.delta.closed, result.delta.changed]).toEqual([
      [5, 7],
      [2],
      [],
    ]);
    expect(result.cells).toMatchObject([
      { proxy: "proxy-1", group: "unnamed", connections: 4, opened: 2, closed: 1, commands: null },
    ]);
  });

  it("counts what left a pair that has nobody left", () => {
    const ledger = createTestLedger();
    sweep(ledger, 0, [{ id: 1, addr: "10.0.3.12:1" }]);
    expect(sweep(ledger, 1, []).cells).toMatchObject([
      { proxy: "proxy-2", group: "unnamed", connections: 0, opened: 0, closed: 1, commands: null },
    ]);
    expect(sweep(ledger, 2, []).cells).toEqual([]);
  });

  it("keeps the moment of opening, although age and clock are rounded differently each time", () => {
    const ledger = createTestLedger();
    sweep(ledger, 0, [{ id: 1, ageSec: 7 }]);
    sweep(ledger, 1, [{ id: 1, ageSec: 18 }]);
    expect([...ledger.connections()][0]?.openedAtMs).toBe(START_MS - 7000);
  });

  it("moves a client that names itself after connecting, and counts nothing as opened or closed", () => {
    const ledger = createTestLedger();
    sweep(ledger, 0, [{ id: 1 }, { id: 2 }]);
    const result = sweep(ledger, 1, [
      { id: 1, name: "orders-7" },
      { id: 2, user: "svc" },
    ]);
    expect(result.delta).toMatchObject({
      opened: [],
      closed: [],
      changed: [
        { id: 1, name: "orders-7", group: "orders" },
        { id: 2, group: "svc" },
      ],
    });
    expect(
      result.cells.map(({ group, connections, opened, closed }) => [group, connections, opened, closed]),
    ).toEqual([
      ["orders", 1, 0, 0],
      ["svc", 1, 0, 0],
    ]);
    expect(
      sweep(ledger, 2, [
        { id: 1, name: "orders-7" },
        { id: 2, user: "svc" },
      ]).delta.changed,
    ).toEqual([]);
  });

  it("does not count a client twice that two chunks show", () => {
    const ledger = createTestLedger();
    sweep(ledger, 0, many(1, 2));
    const chunks = Buffer.concat([printClients(many(1, 2)), printClients(many(2, 3)), printClients(many(3))]);
    const result = sweep(ledger, 1, parseClientList(chunks));
    expect(result.cells[0]).toMatchObject({ connections: 3, opened: 1, closed: 0 });
    expect(result.idleHistogram[0]).toBe(3);
    expect(result.unattributed).toBe(0);
  });

  it("closes nothing on a cut reply, and makes up for it with the next whole one", () => {
    const ledger = createTestLedger();
    sweep(ledger, 0, many(1, 2, 3));
    const reply = printClients(many(1, 4, 3));
    const cut = sweep(ledger, 1, parseClientList(reply.subarray(0, reply.length - 20)));
    expect(cut.cells).toMatchObject([
      { proxy: "proxy-1", group: "unnamed", connections: 4, opened: 1, closed: 0, commands: null },
    ]);
    expect([cut.delta.closed, cut.rejectedLines]).toEqual([[], 1]);
    expect(sweep(ledger, 2, many(1, 4, 3)).delta.closed).toEqual([2]);
  });

  it("leaves out a client that turns out to be a replica, or one of ours", () => {
    const ledger = createTestLedger();
    sweep(ledger, 0, many(1, 2, 3));
    const result = sweep(ledger, 1, [{ id: 1, flags: "S" }, { id: 2, name: "evenkeel" }, { id: 3 }]);
    expect(result.leftOut).toEqual({ own: 1, replicas: 1, primaryLinks: 0 });
    expect(result.delta.closed).toEqual([1, 2]);
    const back = sweep(ledger, 2, many(1, 2, 3));
    expect([idsOf(back.delta.opened), back.unattributed]).toEqual([[1, 2], 0]);
  });

  it("sorts idle times into buckets with inclusive bounds", () => {
    const ledger = createTestLedger();
    const bounds = IDLE_BOUNDS_SEC.flatMap((bound) => [bound, bound + 1]);
    const result = sweep(
      ledger,
      0,
      bounds.map((idleSec, id) => ({ id, idleSec })),
    );
    expect(result.idleHistogram).toEqual([1, ...Array(12).fill(2), 1]);
  });
});

describe("many sweeps", () => {
  it("keep names and hosts right while thousands come and go", () => {
    const ledger = createTestLedger();
    const client = (id: number) => ({
      id,
      name: id % 7 === 0 ? `büro-${id}` : `pod-${"x".repeat(id % 50)}-${id}`,
      addr: `10.1.${id % 251}.${id % 241}:${id % 60_000}`,
    });
    for (let number = 0; number < 40; number++) {
      const open = Array.from({ length: 600 }, (_, index) => client(number * 400 + index));
      sweep(ledger, number, open);
      expect(ledger.size).toBe(600);
    }
    for (const { id, name, addr } of ledger.connections()) expect({ id, name, addr }).toEqual(client(id));
  });
});

describe("commands", () => {
  const commands = ({ cells }: SweepResult) => cells.map((cell) => cell.commands);

  it("are the growth of tot-cmds, new clients' in full", () => {
    const ledger = createTestLedger();
    expect(commands(sweep(ledger, 0, [{ id: 1, totCmds: 100 }]))).toEqual([null]);
    expect(
      commands(
        sweep(ledger, 1, [
          { id: 1, totCmds: 130 },
          { id: 2, totCmds: 5 },
        ]),
      ),
    ).toEqual([35]);
    expect(
      commands(
        sweep(ledger, 2, [
          { id: 1, totCmds: 130 },
          { id: 2, totCmds: 5 },
        ]),
      ),
    ).toEqual([0]);
  });

  it("are unknown where the server does not say, and right after a restart of ours", () => {
    const ledger = createTestLedger();
    sweep(ledger, 0, many(1));
    expect(commands(sweep(ledger, 1, many(1)))).toEqual([null]);
    const resumed = createTestLedger({
      runId: "run-a",
      atMs: START_MS,
      highestId: 1,
      connections: ledger.connections(),
    });
    expect(commands(sweep(resumed, 1, [{ id: 1, totCmds: 5 }]))).toEqual([null]);
    expect(commands(sweep(resumed, 2, [{ id: 1, totCmds: 7 }]))).toEqual([2]);
  });
});
