import fc from "fast-check";
import { expect, test } from "vitest";
import { parseClientList } from "@/lib/domain/redis/client-list";
import { type MadeUpServer, makeUpServer } from "../testing/made-up-server";
import { type KnownClients, sweepByChunks } from "./chunk-sweep";
import type { Swept } from "./sweep-outcome";

const plan = { chunkIds: 50, pauseMs: 0 };

function idsOf(list: Buffer): number[] {
  const rows = parseClientList(list);
  return [...rows.id.slice(0, rows.count)].toSorted((left, right) => left - right);
}

function knownOf(swept: Swept): KnownClients {
  return {
    runId: swept.runId,
    ids: idsOf(swept.list),
    upTo: swept.askedUpTo ?? 0,
    received: swept.received,
    atLeast: 0,
  };
}

const nothing: KnownClients = { runId: "run-1", ids: [], upTo: 0, received: 0, atLeast: 0 };

async function sweep(server: MadeUpServer, known: KnownClients): Promise<Swept> {
  const outcome = await sweepByChunks(server.port, known, plan);
  if (outcome.state !== "swept") throw new Error(`the sweep came to ${outcome.state}`);
  return outcome;
}

function openMany(server: MadeUpServer, count: number): number[] {
  return Array.from({ length: count }, () => server.open());
}

test("known clients and all new ones are listed, the ones that left are not", async () => {
  const server = makeUpServer();
  const ids = openMany(server, 120);
  const first = await sweep(server, nothing);
  expect(idsOf(first.list)).toEqual(ids);
  for (const id of ids.slice(10, 30)) server.close(id);
  const more = openMany(server, 333);
  const second = await sweep(server, knownOf(first));
  expect(idsOf(second.list)).toEqual([...ids.slice(0, 10), ...ids.slice(30), ...more]);
  expect(second.connected).toBe(server.live.size);
  expect(server.longestList()).toBeLessThanOrEqual(plan.chunkIds);
});

test("ids without a connection do not hide the clients after them", async () => {
  const server = makeUpServer();
  openMany(server, 20);
  const first = await sweep(server, nothing);
  for (let count = 0; count < 40; count++) server.wasteId();
  const late = openMany(server, 5);
  const second = await sweep(server, knownOf(first));
  expect(idsOf(second.list)).toEqual(expect.arrayContaining(late));
});

test("more wasted ids than a window: our own new connection shows how far the ids have come", async () => {
  const server = makeUpServer();
  openMany(server, 20);
  const first = await sweep(server, nothing);
  for (let count = 0; count < 400; count++) server.wasteId();
  openMany(server, 5);
  const short = await sweep(server, knownOf(first));
  expect(idsOf(short.list).length).toBeLessThan(short.connected ?? 0);
  const own = server.open();
  const whole = await sweep(server, { ...knownOf(first), atLeast: own });
  expect(idsOf(whole.list)).toEqual([...server.live]);
});

test("a restart in the middle is told, not listed", async () => {
  const server = makeUpServer({ beforeCommand: (node, command) => command === 3 && node.restart() });
  openMany(server, 200);
  expect(await sweepByChunks(server.port, nothing, plan)).toEqual({ state: "restarted" });
});

test("clients that left again do not hide those after them, though some ids went elsewhere", async () => {
  const brief: number[] = [];
  const server = makeUpServer({
    beforeCommand: (node, command) => {
      if (command !== 2) return;
      for (let count = 0; count < 40; count++) brief.push(node.open());
      for (let count = 0; count < 20; count++) node.wasteId();
      openMany(node, 5);
      for (const id of brief) node.close(id);
    },
  });
  openMany(server, 20);
  const swept = await sweep(server, { ...nothing, ids: [...server.live], upTo: 20, received: 20 });
  expect(idsOf(swept.list)).toEqual([...server.live]);
});

test("whatever comes and goes meanwhile: every client that stays is listed, and none that never was", async () => {
  const churn = fc.array(
    fc.record({ opened: fc.nat(80), closed: fc.nat(30), wasted: fc.constantFrom(0, 0, 0, 1, 3) }),
    {
      minLength: 1,
      maxLength: 12,
    },
  );
  await fc.assert(
    fc.asyncProperty(churn, fc.integer({ min: 0, max: 400 }), async (steps, first) => {
      const everLive = new Set<number>();
      let wastedIds = 0;
      let isCalm = false;
      const server = makeUpServer({
        beforeCommand: (node, command) => {
          const step = command <= 30 && !isCalm ? steps[command % steps.length] : undefined;
          for (let count = 0; count < (step?.opened ?? 0); count++) everLive.add(node.open());
          for (const id of [...node.live].slice(0, step?.closed ?? 0)) node.close(id);
          for (let count = 0; count < (step?.wasted ?? 0); count++) node.wasteId();
          wastedIds += step?.wasted ?? 0;
        },
      });
      for (const id of openMany(server, first)) everLive.add(id);
      let known = nothing;
      for (let round = 0; round < 3; round++) {
        const swept = await sweep(server, known);
        const listed = new Set(idsOf(swept.list));
        // More wasted ids than half a window may hide clients, until a connection of our own shows how far they have come.
        if (wastedIds <= plan.chunkIds / 2)
          expect([...server.live].filter((id) => !listed.has(id))).toEqual([]);
        expect([...listed].filter((id) => !everLive.has(id))).toEqual([]);
        known = knownOf(swept);
      }
      isCalm = true;
      const whole = await sweep(server, { ...known, atLeast: server.open() });
      expect(idsOf(whole.list)).toEqual([...server.live]);
    }),
    { numRuns: 50 },
  );
});
