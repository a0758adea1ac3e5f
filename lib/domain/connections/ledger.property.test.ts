import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Attribution, createAttribution } from "./attribution";
import { createLedger, type Ledger, type LedgerResume } from "./ledger";
import type { Connection, SweepResult } from "./model";
import { encodeDelta, encodeKeyframe, replay } from "./sweep-codec";
import { rowsOf } from "./testing/print-clients";
import { ScriptServer, type ScriptStep } from "./testing/script-server";

const START_MS = Date.UTC(2026, 10, 22);
const OWN = "evenkeel";
const attribution: Attribution = createAttribution({
  proxies: [1, 2, 3].map((host) => ({ name: `proxy-${host}`, addresses: [`10.0.3.${host}`] })),
  groups: [{ name: "orders", match: { name: "orders*" }, library: null }],
  groupLimit: 3,
});

const pick = fc.nat(1000);
const name = fc.constantFrom("", "orders-1", "orders-2", "mail", "web-1", "web-2", "a=b", "x", "y", "z");
const script: fc.Arbitrary<ScriptStep> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      step: fc.constant("open" as const),
      proxy: fc.integer({ min: 1, max: 4 }),
      name,
      flags: fc.constant("N"),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      step: fc.constant("open" as const),
      proxy: fc.constant(4),
      name: fc.constantFrom(OWN, ""),
      flags: fc.constantFrom("S", "M", "N"),
    }),
  },
  { weight: 5, arbitrary: fc.record({ step: fc.constant("close" as const), pick }) },
  { weight: 2, arbitrary: fc.record({ step: fc.constant("rename" as const), pick, name }) },
  {
    weight: 2,
    arbitrary: fc.record({ step: fc.constant("brief" as const), count: fc.integer({ min: 1, max: 5 }) }),
  },
  { weight: 1, arbitrary: fc.constant({ step: "restartServer" as const }) },
);

/** Between two sweeps: what happens on the server, whether we restart, how the reply comes. */
const interval = fc.record({
  steps: fc.array(script, { maxLength: 12 }),
  elapsedMs: fc.integer({ min: 1, max: 60_000 }),
  weRestart: fc.boolean(),
  counterKnown: fc.boolean(),
  /** Chunks overlap and come in any order. */
  repeated: fc.nat(3),
  isKeyframe: fc.boolean(),
});

/** The truth, kept as naively as possible. */
class Model {
  seen = new Map<number, { name: string; addr: string }>();
  allSeen = new Set<number>();
  runId: string | null = null;
  received: number | null = null;
  highestId = 0;

  check(server: ScriptServer, result: SweepResult, received: number | null): void {
    const now = new Map([...server.clients].filter(([, { flags, name }]) => flags === "N" && name !== OWN));
    const isBaseline = this.runId === null;
    const restarted = !isBaseline && this.runId !== server.runId;
    const before = restarted || isBaseline ? new Map<number, { name: string; addr: string }>() : this.seen;
    const opened = [...now.keys()].filter((id) => !before.has(id));
    const closed = restarted ? [...this.seen.keys()] : [...this.seen.keys()].filter((id) => !now.has(id));
    const changed = [...now.values()]
      .filter(({ id, name }) => before.has(id) && before.get(id)?.name !== name)
      .map(({ id }) => id);
    const sorted = (ids: number[]) => ids.toSorted((a, b) => a - b);
    expect(result.restarted).toBe(restarted);
    expect(result.delta.opened.map(({ id }) => id)).toEqual(sorted(opened));
    expect(result.delta.closed).toEqual(sorted(closed));
    expect(result.delta.changed.map(({ id }) => id)).toEqual(sorted(changed));
    this.checkCells(result, now, isBaseline ? [] : opened, closed);
    const highestId = Math.max(restarted ? 0 : this.highestId, ...server.clients.keys());
    expect(result.highestId).toBe(highestId);
    const isNew = (id: number) => !this.allSeen.has(id);
    const newIds = [...server.clients.keys()].filter(isNew);
    const links = newIds.filter((id) => server.clients.get(id)?.flags === "M").length;
    const isCounted = received !== null && this.received !== null;
    const expected = isCounted
      ? received - (this.received ?? 0) - (newIds.length - links)
      : highestId - this.highestId - newIds.length;
    expect(result.unattributed).toBe(restarted || isBaseline ? null : expected);
    this.remember(server, now, highestId, received);
  }

  private remember(
    server: ScriptServer,
    now: Map<number, { name: string; addr: string }>,
    highestId: number,
    received: number | null,
  ): void {
    this.allSeen = this.runId === server.runId ? this.allSeen : new Set();
    for (const id of server.clients.keys()) this.allSeen.add(id);
    this.seen = new Map([...now].map(([id, { name, addr }]) => [id, { name, addr }]));
    this.runId = server.runId;
    this.highestId = highestId;
    this.received = received;
  }

  private checkCells(
    result: SweepResult,
    now: Map<number, { name: string; addr: string }>,
    opened: number[],
    closed: number[],
  ): void {
    const cells = new Map<string, [number, number, number]>();
    const count = (client: { name: string; addr: string } | undefined, column: 0 | 1 | 2) => {
      if (client === undefined) throw new Error("the script lost a client");
      const identity = { name: client.name, user: "default", libName: "", libVer: "" };
      const key = `${attribution.proxyOf(client.addr)} ${attribution.groupOf(identity, client.addr).name}`;
      const counts = cells.get(key) ?? [0, 0, 0];
      counts[column]++;
      cells.set(key, counts);
    };
    for (const client of now.values()) count(client, 0);
    for (const id of opened) count(now.get(id), 1);
    for (const id of closed) count(this.seen.get(id), 2);
    const found = result.cells.map(({ proxy, group, connections, opened, closed }) => [
      `${proxy} ${group}`,
      [connections, opened, closed],
    ]);
    expect(Object.fromEntries(found)).toEqual(Object.fromEntries(cells));
    for (const { closed, profile } of result.cells) {
      const byAge = profile?.closedByAge.reduce((sum, count) => sum + count, 0);
      expect(byAge).toBe(result.previousAtMs === null ? 0 : closed);
    }
  }
}

/** What the store would hold: the last keyframe of the run, and the deltas since. */
class Shelf {
  private keyframe: Uint8Array = new Uint8Array();
  private deltas: Uint8Array[] = [];
  private resumable: Omit<LedgerResume, "connections"> | null = null;

  put(ledger: Ledger, result: SweepResult, isKeyframe: boolean): void {
    if (isKeyframe || result.previousAtMs === null) {
      this.keyframe = encodeKeyframe(ledger.connections(), result.atMs);
      this.deltas = [];
    }
    this.deltas.push(encodeDelta(result.delta, result.atMs));
    this.resumable = { runId: result.runId, atMs: result.atMs, highestId: result.highestId };
  }

  connections(): Connection[] {
    const replayed = replay(this.keyframe, this.deltas);
    if (replayed.state === "corrupt") throw new Error(replayed.reason);
    return [...replayed.value.values()];
  }

  resume(): LedgerResume | undefined {
    return this.resumable === null ? undefined : { ...this.resumable, connections: this.connections() };
  }
}

const byId = (a: Connection, b: Connection) => a.id - b.id;

describe("the ledger, against a script of known opens and closes", () => {
  it("is exact in every sweep, and every moment replays exactly, restarts of both included", () => {
    fc.assert(
      fc.property(fc.array(interval, { minLength: 1, maxLength: 12 }), (intervals) => {
        const server = new ScriptServer();
        const model = new Model();
        const shelf = new Shelf();
        let ledger = createLedger(attribution);
        let nowMs = START_MS;
        for (const { steps, elapsedMs, weRestart, counterKnown, repeated, isKeyframe } of intervals) {
          for (const step of steps) server.take(step, nowMs + Math.floor(elapsedMs / 2));
          nowMs += elapsedMs;
          if (weRestart) {
            ledger = createLedger(attribution, shelf.resume());
            model.received = null;
          }
          const clients = server.print(nowMs);
          const rows = rowsOf([...clients, ...clients.slice(0, repeated)].reverse());
          const received = counterKnown ? server.received : null;
          const result = ledger.apply({
            rows,
            runId: server.runId,
            atMs: nowMs,
            totalConnectionsReceived: received,
            ownName: OWN,
          });
          model.check(server, result, received);
          shelf.put(ledger, result, isKeyframe);
          expect(shelf.connections().sort(byId)).toEqual([...ledger.connections()].sort(byId));
          expect(result.idleHistogram.reduce((sum, count) => sum + count, 0)).toBe(ledger.size);
          expect(ledger.ids()).toEqual([...model.seen.keys()].sort((a, b) => a - b));
        }
      }),
      { numRuns: 100 },
    );
  }, 30_000);
});
