import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseClientList } from "@/lib/domain/redis/client-list";
import { AGE_BUCKETS } from "./age-buckets";
import { busiestOf } from "./busiest";
import { IDLE_BUCKETS } from "./idle-histogram";
import { AGE_BOUNDS_SEC, type CellProfile, type SweepResult } from "./model";
import { printClients } from "./testing/print-clients";
import { createTestLedger, many, START_MS, sweep } from "./testing/sweep-ledger";

/** Buckets by the bound that they end at; `Infinity` for the last. */
const byAge = (given: Record<number, number>) =>
  [...AGE_BOUNDS_SEC, Number.POSITIVE_INFINITY].map((bound) => given[bound] ?? 0);
const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);

function profileOf({ cells }: SweepResult, group = "unnamed"): CellProfile {
  const profile = cells.find((cell) => cell.group === group)?.profile;
  if (profile === undefined) throw new Error(`nothing is said of ${group}`);
  return profile;
}

describe("the life table of a cell", () => {
  it("holds nothing in a baseline but how the open ones idle", () => {
    const profile = profileOf(
      sweep(createTestLedger(), 0, [
        { id: 1, ageSec: 900, idleSec: 4 },
        { id: 2, ageSec: 90, idleSec: 7, flags: "b" },
      ]),
    );
    expect(profile).toMatchObject({ exposureSec: byAge({}), closedByAge: byAge({}), closedOnce: 0 });
    expect(profile).toMatchObject({ waiting: 1, busiest: null, pipelining: null });
    expect([profile.idle[2], sum(profile.idle), sum(profile.idleAtClose)]).toEqual([1, 1, 0]);
  });

  it("splits what each lived over the ages it went through", () => {
    const ledger = createTestLedger();
    sweep(ledger, 0, [
      { id: 1, ageSec: 3 },
      { id: 2, ageSec: 25 },
      { id: 3, ageSec: 90_000 },
    ]);
    const result = sweep(ledger, 1, [
      { id: 1, ageSec: 13 },
      { id: 2, ageSec: 35 },
      { id: 3, ageSec: 90_010 },
      { id: 4, ageSec: 4 },
    ]);
    expect(profileOf(result).exposureSec).toEqual(
      byAge({ 5: 2 + 4, 10: 5, 30: 3 + 5, 60: 5, [Number.POSITIVE_INFINITY]: 10 }),
    );
  });

  it("takes a closed one to have closed in the middle, as idle as it was last seen", () => {
    const ledger = createTestLedger();
    sweep(ledger, 0, [{ id: 1, ageSec: 6, idleSec: 6 }]);
    const profile = profileOf(sweep(ledger, 1, []));
    expect(profile.exposureSec).toEqual(byAge({ 10: 4, 30: 1 }));
    expect(profile.closedByAge).toEqual(byAge({ 30: 1 }));
    expect(profile.idleAtClose[3]).toBe(1);
    expect(profile.closedOnce).toBe(0);
  });

  it("counts as closed once what was opened, and seen by one sweep alone", () => {
    const ledger = createTestLedger();
    sweep(ledger, 0, many(1));
    sweep(ledger, 1, many(1, 2, 3));
    const result = sweep(ledger, 2, many(3));
    expect([result.cells[0]?.closed, profileOf(result).closedOnce]).toEqual([2, 1]);
    expect(profileOf(sweep(ledger, 3, [])).closedOnce).toBe(0);
  });

  it("does not take a cut reply for a second look", () => {
    const ledger = createTestLedger();
    sweep(ledger, 0, many(1));
    sweep(ledger, 1, many(1, 2));
    const reply = printClients(many(1, 2));
    sweep(ledger, 2, parseClientList(reply.subarray(0, reply.length - 20)));
    expect(profileOf(sweep(ledger, 3, many(1))).closedOnce).toBe(1);
  });

  it("says nothing of the old run's lives when the server restarted, and goes on with the new one's", () => {
    const ledger = createTestLedger();
    sweep(ledger, 0, many(1, 2));
    const restarted = profileOf(sweep(ledger, 1, [{ id: 1, ageSec: 3 }], { runId: "run-b" }));
    expect([sum(restarted.exposureSec), sum(restarted.closedByAge), restarted.closedOnce]).toEqual([0, 0, 0]);
    const next = profileOf(sweep(ledger, 2, [], { runId: "run-b" }));
    expect([sum(next.exposureSec), sum(next.closedByAge), next.closedOnce]).toEqual([5, 1, 1]);
  });

  it("does not know how idle restored connections were", () => {
    const before = createTestLedger();
    sweep(before, 0, [{ id: 1, ageSec: 50 }]);
    const resume = { runId: "run-a", atMs: START_MS, highestId: 1, connections: before.connections() };
    const profile = profileOf(sweep(createTestLedger(resume), 1, []));
    expect(profile).toMatchObject({ exposureSec: byAge({ 60: 5 }), closedByAge: byAge({ 60: 1 }) });
    expect(sum(profile.idleAtClose)).toBe(0);
  });

  it("leaves those that wait out of both idle histograms", () => {
    const ledger = createTestLedger();
    const waiting = ["b", "P", "O"].map((flags, index) => ({ id: index + 1, flags, idleSec: 4000 }));
    const open = profileOf(sweep(ledger, 0, [...waiting, { id: 9 }]));
    expect([open.waiting, sum(open.idle)]).toEqual([3, 1]);
    const closed = profileOf(sweep(ledger, 1, []));
    expect([sum(closed.closedByAge), sum(closed.idleAtClose)]).toEqual([4, 1]);
  });

  it("counts reply buffers that peaked, new ones apart", () => {
    const peaks = [0, 8191, 8192, 20_000].map((replyPeakBytes, id) => ({ id, replyPeakBytes, ageSec: 60 }));
    const fresh = { id: 9, replyPeakBytes: 16_392, ageSec: 1 };
    expect(profileOf(sweep(createTestLedger(), 0, [...peaks, fresh])).pipelining).toBe(2);
  });
});

describe("the busiest", () => {
  it("are the top 5 % of the node by commands since the sweep before, in the cells that they are in", () => {
    const ledger = createTestLedger();
    const clients = (factor: number) =>
      Array.from({ length: 100 }, (_, id) => ({
        id,
        name: id % 10 === 0 ? "orders-1" : "",
        totCmds: 1000 * (100 - id) + factor * id,
      }));
    expect(profileOf(sweep(ledger, 0, clients(0))).busiest).toBeNull();
    const result = sweep(ledger, 1, clients(2));
    // 95 to 99, all of them unnamed.
    expect(profileOf(result).busiest).toEqual({ connections: 5, commands: 2 * (95 + 96 + 97 + 98 + 99) });
    expect(profileOf(result, "orders").busiest).toEqual({ connections: 0, commands: 0 });
    expect(profileOf(sweep(ledger, 2, clients(2))).busiest).toEqual({ connections: 0, commands: 0 });
  });

  it("are found as sorting would find them", () => {
    const commands = fc.array(fc.oneof(fc.integer({ min: -1, max: 5 }), fc.nat(1_000_000)), {
      maxLength: 400,
    });
    fc.assert(
      fc.property(commands, (sent) => {
        const counted = sent.filter((one) => one >= 0).toSorted((a, b) => b - a);
        const wanted = counted
          .slice(0, Math.max(1, Math.ceil(counted.length * 0.05)))
          .filter((one) => one > 0);
        const chosen = busiestOf(Float64Array.from(sent)).map((index) => sent[index] ?? 0);
        expect(chosen.toSorted((a, b) => b - a)).toEqual(wanted);
      }),
    );
  });
});

interface Life {
  readonly opened: number;
  readonly closed: number;
  readonly flags: string;
  readonly busyEvery: number;
}

const life: fc.Arbitrary<Life> = fc.record({
  opened: fc.integer({ min: -2000, max: 300 }),
  closed: fc.integer({ min: -1000, max: 400 }),
  flags: fc.constantFrom("N", "N", "N", "b", "P"),
  busyEvery: fc.integer({ min: 1, max: 60 }),
});

describe("against lives that are known to the second", () => {
  it("agrees with a model that goes second by second", () => {
    fc.assert(
      fc.property(
        fc.array(life, { maxLength: 25 }),
        fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 2, maxLength: 8 }),
        (lives, steps) => {
          const ledger = createTestLedger();
          const named = lives.map((one, index) => ({ ...one, id: index + 1 }));
          let before: number | null = null;
          let atSec = 0;
          for (const step of steps) {
            atSec += step;
            const isOpen = (sec: number) => (one: Life) => one.opened <= sec && one.closed > sec;
            const open = named.filter(isOpen(atSec));
            const result = ledger.apply({
              rows: parseClientList(printClients(open.map((one) => print(one, one.id, atSec)))),
              runId: "run",
              atMs: START_MS + atSec * 1000,
              totalConnectionsReceived: null,
              ownName: "evenkeel",
            });
            const gone =
              before === null ? [] : named.filter(isOpen(before)).filter((one) => !open.includes(one));
            check(result, open, gone, before, atSec);
            before = atSec;
          }
        },
      ),
      { numRuns: 150 },
    );
  }, 30_000);
});

function print(one: Life, id: number, atSec: number) {
  const ageSec = atSec - one.opened;
  return { id, ageSec, idleSec: ageSec % one.busyEvery, flags: one.flags };
}

function check(
  result: SweepResult,
  open: readonly Life[],
  gone: readonly Life[],
  beforeSec: number | null,
  atSec: number,
): void {
  const exposureSec = new Array<number>(AGE_BUCKETS).fill(0);
  const closedByAge = new Array<number>(AGE_BUCKETS).fill(0);
  const bucketOf = (ageSec: number) => {
    const index = AGE_BOUNDS_SEC.findIndex((bound) => ageSec < bound);
    return index < 0 ? AGE_BOUNDS_SEC.length : index;
  };
  const live = (one: Life, until: number) => {
    // Half seconds: a connection that closed is taken to have closed in the middle.
    for (let at = Math.max(beforeSec ?? atSec, one.opened); at < until; at += 0.5) {
      const bucket = bucketOf(at - one.opened);
      exposureSec[bucket] = (exposureSec[bucket] ?? 0) + 0.5;
    }
  };
  if (beforeSec !== null) {
    for (const one of open) live(one, atSec);
    for (const one of gone) {
      const middle = (beforeSec + atSec) / 2;
      live(one, middle);
      const bucket = bucketOf(middle - one.opened);
      closedByAge[bucket] = (closedByAge[bucket] ?? 0) + 1;
    }
  }
  const [cell] = result.cells;
  if (cell === undefined) {
    expect(open.length + gone.length).toBe(0);
    return;
  }
  const profile = profileOf(result);
  expect(profile.exposureSec).toEqual(exposureSec);
  expect(profile.closedByAge).toEqual(closedByAge);
  expect(sum(profile.closedByAge)).toBe(cell.closed);
  expect(profile.closedOnce).toBeLessThanOrEqual(cell.closed);
  const waits = (one: Life) => one.flags !== "N";
  expect(sum(profile.idleAtClose)).toBe(gone.filter((one) => !waits(one)).length);
  expect(profile.waiting).toBe(open.filter(waits).length);
  expect(sum(profile.idle) + profile.waiting).toBe(cell.connections);
  expect(profile.idle).toHaveLength(IDLE_BUCKETS);
}
