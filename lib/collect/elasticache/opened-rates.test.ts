import { expect, test } from "vitest";
import type { SweepContent } from "@/lib/store/rows";
import { createOpenedRates } from "./opened-rates";

function sweep(fromSec: number | null, toSec: number, opened: number, unattributed: number | null = 0) {
  const result: SweepContent["result"] = {
    runId: "a",
    atMs: toSec * 1000,
    previousAtMs: fromSec === null ? null : fromSec * 1000,
    highestId: 0,
    restarted: false,
    cells: [{ proxy: null, group: "api", connections: 1, opened, closed: 0, commands: null }],
    idleHistogram: [],
    unattributed,
    leftOut: { own: 0, replicas: 0, primaryLinks: 0 },
    rejectedLines: 0,
  };
  return { result };
}

test("what lists saw opened becomes a rate of each whole minute", () => {
  const rates = createOpenedRates();
  rates.note("a:1", sweep(null, 0, 400));
  rates.note("a:1", sweep(0, 30, 60, 30));
  rates.note("a:1", sweep(30, 90, 60));
  rates.note("a:1", sweep(90, 125, 35));
  expect(rates.of("a:1")).toEqual({ atMs: [0, 60_000], values: [2, 1] });
  expect(rates.of("b:1")).toBeNull();
});

test("a minute without enough lists has no rate, and neither has what lists cannot tell", () => {
  const rates = createOpenedRates();
  rates.note("a:1", sweep(20, 60, 40));
  rates.note("a:1", sweep(60, 120, 40, null));
  rates.note("a:1", sweep(120, 180, 120));
  expect(rates.of("a:1")).toEqual({ atMs: [120_000], values: [2] });
});

test("only the last half hour is kept", () => {
  const rates = createOpenedRates();
  rates.note("a:1", sweep(0, 60, 60));
  rates.note("a:1", sweep(7200, 7260, 60));
  expect(rates.of("a:1")?.atMs).toEqual([7_200_000]);
});
