import { expect, test } from "vitest";
import type { WatchConfig } from "@/lib/config/fleet";
import { createAttribution } from "@/lib/domain/connections/attribution";
import type { LedgerResume } from "@/lib/domain/connections/ledger";
import type { Connection } from "@/lib/domain/connections/model";
import { type MadeUpServer, makeUpServer } from "../testing/made-up-server";
import { createWatchMeter } from "../watch-meter";
import { createNodeSweeper, type NodeSweeper, type TurnOutcome } from "./node-sweeper";

const watch: WatchConfig = {
  costBudget: 0.002,
  maxStallMs: 1,
  probeIntervalMs: 1000,
  infoIntervalMs: 10_000,
  sweepIntervalMs: 10_000,
  proxyIntervalMs: 5000,
  connectTimeoutMs: 2000,
  commandTimeoutMs: 2000,
};

function sweeperOf(resume: LedgerResume | null = null): NodeSweeper {
  return createNodeSweeper({
    watch,
    attribution: createAttribution({ proxies: [], groups: [], groupLimit: 10 }),
    meter: createWatchMeter(0),
    otherUsecPerSec: () => 20,
    resume: async () => resume,
  });
}

interface Turning {
  readonly server: MadeUpServer;
  readonly sweeper: NodeSweeper;
  ownId: number;
  readonly redisVersion?: string;
}

function turn({ server, sweeper, ownId, redisVersion = "7.0.15" }: Turning): Promise<TurnOutcome> {
  return sweeper.turn({
    port: server.port,
    connected: server.live.size,
    redisVersion,
    ownId,
    takeOwnBrief: () => 0,
  });
}

/** Turns until a set is there, reconnecting when asked to; tells what each turn came to. */
async function turnUntilSwept(turning: Turning): Promise<string[]> {
  const states: string[] = [];
  for (let turns = 0; turns < 20; turns++) {
    const outcome = await turn(turning);
    states.push(outcome.state === "none" ? outcome.next : outcome.state);
    if (outcome.state === "swept") {
      const counted = outcome.content.result.cells.reduce((sum, cell) => sum + cell.connections, 0);
      expect(counted).toBe(turning.server.live.size);
      return states;
    }
    if (outcome.state === "none" && outcome.next === "reconnect") {
      turning.server.close(turning.ownId);
      turning.ownId = turning.server.open();
    }
  }
  return states;
}

function openMany(server: MadeUpServer, count: number): number[] {
  return Array.from({ length: count }, () => server.open());
}

test("few clients are listed in one command", async () => {
  const server = makeUpServer();
  openMany(server, 100);
  const sweeper = sweeperOf();
  expect(await turn({ server, sweeper, ownId: server.open() })).toMatchObject({
    state: "swept",
    content: { mode: "full", intervalMs: 10_000 },
  });
});

test("many clients of which nothing is known are searched by id, then listed in chunks", async () => {
  const server = makeUpServer({ firstId: 7000 });
  openMany(server, 3000);
  const sweeper = sweeperOf();
  const turning: Turning = { server, sweeper, ownId: server.open() };
  expect(await turnUntilSwept(turning)).toEqual(["wait", "swept"]);
  expect(sweeper.status()).toMatchObject({ mode: "chunks", reason: null, connections: 3001 });
  expect(server.longestList()).toBeLessThanOrEqual(500);
  const asked = server.idsAsked();
  openMany(server, 40);
  expect(await turnUntilSwept(turning)).toEqual(["swept"]);
  expect(server.idsAsked() - asked).toBeLessThan(3000 + 40 + 600);
});

test("ids that ran far ahead of the counted connections are found by a new connection of ours", async () => {
  const server = makeUpServer();
  openMany(server, 2000);
  const turning: Turning = { server, sweeper: sweeperOf(), ownId: server.open() };
  await turnUntilSwept(turning);
  for (let count = 0; count < 5000; count++) server.wasteId();
  openMany(server, 10);
  expect(await turnUntilSwept(turning)).toEqual(["reconnect", "swept"]);
});

test("clients that a server counts and shows to nobody cost one search of all ids, not one after the other", async () => {
  const server = makeUpServer({ hidden: 15 });
  openMany(server, 2000);
  const turning: Turning = { server, sweeper: sweeperOf(), ownId: server.open() };
  expect((await turnUntilSwept(turning)).at(-1)).toBe("swept");
  for (let round = 0; round < 3; round++) expect(await turnUntilSwept(turning)).toEqual(["swept"]);
});

test("a restarted server is searched anew", async () => {
  const server = makeUpServer();
  openMany(server, 2000);
  const turning: Turning = { server, sweeper: sweeperOf(), ownId: server.open() };
  await turnUntilSwept(turning);
  server.restart();
  openMany(server, 1500);
  turning.ownId = server.open();
  expect(await turnUntilSwept(turning)).toEqual(["go-on", "wait", "swept"]);
});

test("after a long absence the stored set is gone on from, and the ids since are searched", async () => {
  const server = makeUpServer();
  const kept = openMany(server, 1500);
  const highestId = kept.at(-1) ?? 0;
  for (let count = 0; count < 30_000; count++) server.close(server.open());
  openMany(server, 20);
  const connections = kept.map((id): Connection => {
    const identity = { name: "", user: "", libName: "", libVer: "" };
    return { id, addr: `10.0.0.1:${id % 60_000}`, openedAtMs: 0, proxy: null, group: "unnamed", ...identity };
  });
  const sweeper = sweeperOf({ runId: "run-1", atMs: 1000, highestId, connections });
  const ownId = server.open();
  expect(await turn({ server, sweeper, ownId })).toMatchObject({ state: "none", next: "wait" });
  const outcome = await turn({ server, sweeper, ownId });
  expect(outcome).toMatchObject({ state: "swept", content: { result: { previousAtMs: 1000 } } });
  const opened =
    outcome.state === "swept" ? outcome.content.result.cells.reduce((sum, cell) => sum + cell.opened, 0) : 0;
  expect(opened).toBe(21);
  expect(server.longestList()).toBeLessThanOrEqual(500);
});

test("a server before 6.2 cannot list by id: beyond the bound it is not listed, and why is said", async () => {
  const server = makeUpServer();
  openMany(server, 2000);
  const sweeper = sweeperOf();
  expect(await turn({ server, sweeper, ownId: server.open(), redisVersion: "6.0.16" })).toMatchObject({
    state: "too-dear",
    reason: expect.stringContaining("cannot list by id"),
  });
  expect(server.longestList()).toBe(0);
  expect(sweeper.status()).toMatchObject({
    mode: "refused",
    reason: expect.stringContaining("allowed are 1 ms"),
  });
});

test("what a sweep costs widens the interval until it fits the budget", async () => {
  const server = makeUpServer({ usecPerClient: 120 });
  openMany(server, 500);
  const sweeper = sweeperOf();
  await turn({ server, sweeper, ownId: server.open() });
  // 501 clients at 120 µs are 60 ms: at 0.18 % less the 20 µs a second of the probes, one in 33.8 s.
  expect(Math.round(sweeper.status().intervalMs / 100)).toBe(338);
});
