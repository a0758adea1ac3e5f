import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DEFAULT_BUDGET_RATIO, nextSweepInterval } from "./sweep-interval";

const cost = {
  costUsecRecent: 9800,
  otherUsecPerSec: 0,
  budgetRatio: DEFAULT_BUDGET_RATIO,
  baseMs: 10_000,
  maxMs: 300_000,
};

describe("nextSweepInterval", () => {
  it.each([
    ["10,000 clients, 9.8 ms: cheap enough", {}, 10_000, "base"],
    ["19,000 clients, 26 ms", { costUsecRecent: 26_000 }, 13_000, "budget"],
    ["65,000 clients in chunks, 110 ms", { costUsecRecent: 110_000 }, 55_000, "budget"],
    ["half the budget goes to probes", { costUsecRecent: 26_000, otherUsecPerSec: 1000 }, 26_000, "budget"],
    ["dearer than the widest interval allows", { costUsecRecent: 900_000 }, 300_000, "limit"],
    ["probes alone eat the budget", { otherUsecPerSec: 2500 }, 300_000, "limit"],
    ["no budget at all", { budgetRatio: 0 }, 300_000, "limit"],
    ["not measured yet", { costUsecRecent: null }, 10_000, "base"],
    ["too quick to be measured", { costUsecRecent: 0 }, 10_000, "base"],
  ])("%s", (_, change, intervalMs, reason) => {
    expect(nextSweepInterval({ ...cost, ...change })).toEqual({ intervalMs, reason });
  });

  it("keeps the cost within the budget unless it says that it cannot", () => {
    fc.assert(
      fc.property(fc.nat(2_000_000), fc.nat(1500), (costUsecRecent, otherUsecPerSec) => {
        const { intervalMs, reason } = nextSweepInterval({ ...cost, costUsecRecent, otherUsecPerSec });
        const ratio = (costUsecRecent / intervalMs) * 1e-3 + otherUsecPerSec * 1e-6;
        expect(intervalMs).toBeGreaterThanOrEqual(cost.baseMs);
        expect(intervalMs).toBeLessThanOrEqual(cost.maxMs);
        if (reason !== "limit") expect(ratio).toBeLessThanOrEqual(DEFAULT_BUDGET_RATIO + 1e-12);
      }),
    );
  });
});
