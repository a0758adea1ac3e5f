import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ProxyReading } from "./model";
import { UNTOLD } from "./reading";
import { stepBetween, sumSteps } from "./step";

function at(second: number, known: Partial<ProxyReading>) {
  return { atMs: second * 1000, reading: { ...UNTOLD, ...known } };
}

describe("what happened between two readings", () => {
  it("is unknown for the first one", () => {
    expect(stepBetween(null, at(5, { connections: 9, openedTotal: 100, uptimeSec: 7 }))).toEqual({
      atMs: 5000,
      spanMs: null,
      restarted: false,
      connections: 9,
      opened: null,
      closed: null,
      requests: null,
      bytesIn: null,
      bytesOut: null,
      backConnections: null,
      uptimeSec: 7,
    });
  });

  it.each<[string, Partial<ProxyReading>, Partial<ProxyReading>, number | null, number | null]>([
    ["HAProxy counts opened", { connections: 9, openedTotal: 12 }, { connections: 7, openedTotal: 15 }, 3, 5],
    [
      "twemproxy counts closed",
      { connections: 9, closedTotal: 3 },
      { connections: 10, closedTotal: 7 },
      5,
      4,
    ],
    [
      "both are counted",
      { connections: 9, openedTotal: 12, closedTotal: 3 },
      { connections: 9, openedTotal: 14, closedTotal: 5 },
      2,
      2,
    ],
    ["only connections are known", { connections: 9 }, { connections: 7 }, null, null],
    ["only opened is known", { openedTotal: 9 }, { openedTotal: 11 }, 2, null],
    [
      "threads count one after the other",
      { connections: 9, openedTotal: 12 },
      { connections: 10, openedTotal: 12 },
      0,
      0,
    ],
    [
      "32 bits are full",
      { connections: 1, openedTotal: 2 ** 32 - 3 },
      { connections: 1, openedTotal: 4 },
      7,
      7,
    ],
    [
      "64 bits are full",
      { connections: 1, openedTotal: 2 ** 64 - 4096 },
      { connections: 1, openedTotal: 4096 },
      8192,
      8192,
    ],
    ["nothing happened", { connections: 1, openedTotal: 4 }, { connections: 1, openedTotal: 4 }, 0, 0],
  ])("%s", (_, before, now, opened, closed) => {
    expect(stepBetween(at(0, before), at(5, now))).toMatchObject({
      spanMs: 5000,
      restarted: false,
      opened,
      closed,
    });
  });

  it("has requests and bytes", () => {
    const before = at(0, { requestsTotal: 10, bytesInTotal: 2 ** 32 - 10, bytesOutTotal: 5 });
    const now = at(5, { requestsTotal: 12, bytesInTotal: 90, bytesOutTotal: 2 ** 40 });
    expect(stepBetween(before, now)).toMatchObject({ requests: 2, bytesIn: 100, bytesOut: 2 ** 40 - 5 });
  });

  it.each<[string, Partial<ProxyReading>, Partial<ProxyReading>]>([
    ["the uptime went back", { uptimeSec: 70, openedTotal: 4 }, { uptimeSec: 2, openedTotal: 9 }],
    [
      "the uptime is too short for the time that passed",
      { uptimeSec: 7, openedTotal: 4 },
      { uptimeSec: 9, openedTotal: 9 },
    ],
    ["opened fell", { openedTotal: 400 }, { openedTotal: 9 }],
    ["only the bytes fell", { openedTotal: 4, bytesInTotal: 900 }, { openedTotal: 9, bytesInTotal: 100 }],
    [
      "counters were cleared while it runs on",
      { uptimeSec: 70, closedTotal: 40 },
      { uptimeSec: 100, closedTotal: 0 },
    ],
    ["a full counter of 32 bits fell to its middle", { openedTotal: 2 ** 32 - 3 }, { openedTotal: 2 ** 31 }],
  ])("is not counted across a restart: %s", (_, before, now) => {
    const step = stepBetween(at(0, { connections: 1, ...before }), at(30, { connections: 2, ...now }));
    expect(step).toMatchObject({
      spanMs: null,
      restarted: true,
      connections: 2,
      opened: null,
      closed: null,
      bytesIn: null,
    });
  });

  it.each([
    ["whole seconds and a late answer", 7, 10, 5],
    ["a long gap", 100, 690, 600],
    ["our clock set forward", 1000, 1005, 60],
    ["whole seconds, from its very start", 0, 4, 5],
  ])("is no restart for %s", (_, before, now, second) => {
    expect(stepBetween(at(0, { uptimeSec: before }), at(second, { uptimeSec: now })).restarted).toBe(false);
  });

  it("is unknown where the clock went back", () => {
    expect(stepBetween(at(9, { openedTotal: 1 }), at(5, { openedTotal: 4 }))).toMatchObject({
      spanMs: null,
      restarted: false,
      opened: null,
    });
  });
});

describe("steps summed", () => {
  it("are one step of the time that they cover", () => {
    const readings = [
      at(0, { connections: 5, openedTotal: 10 }),
      at(5, { connections: 6, openedTotal: 12 }),
      at(10, { connections: 2, openedTotal: 2 }),
      at(15, { connections: 3, openedTotal: 4 }),
    ];
    const steps = readings.map((reading, index) => stepBetween(readings[index - 1] ?? null, reading));
    expect(sumSteps(steps)).toMatchObject({
      atMs: 15_000,
      spanMs: 10_000,
      restarted: true,
      connections: 3,
      opened: 4,
      closed: 2,
      requests: null,
    });
  });

  it("of none are nothing", () => expect(sumSteps([])).toBeNull());

  it("keep the connections' account: before + opened − closed = after", () => {
    const change = fc.record({ opened: fc.nat(50), closed: fc.nat(50) });
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 20 }), (changes) => {
        let connections = 1000;
        let openedTotal = 5000;
        const readings = [at(0, { connections, openedTotal })];
        changes.forEach(({ opened, closed }, index) => {
          connections += opened - closed;
          openedTotal += opened;
          readings.push(at(5 * (index + 1), { connections, openedTotal }));
        });
        const sum = sumSteps(
          readings.slice(1).map((reading, index) => stepBetween(readings[index] ?? null, reading)),
        );
        expect(1000 + (sum?.opened ?? Number.NaN) - (sum?.closed ?? Number.NaN)).toBe(connections);
        expect(sum?.spanMs).toBe(5000 * changes.length);
      }),
    );
  });
});
