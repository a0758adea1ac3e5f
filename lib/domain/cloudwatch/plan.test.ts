import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CADENCE_MINUTES, HOURS_PER_MONTH, PLANNED_RATIO, PRICE_PER_METRIC_USD, planCadence } from "./plan";

const plain = (text: string) => text.replaceAll("\u202f", " ");
const MINUTE_MS = 60_000;

/** Core and rest queries of so many nodes with 25 metrics each. */
const nodes = (count: number) => ({ coreQueries: 3 * count, restQueries: 22 * count });

describe("planCadence", () => {
  it.each([
    ["3 nodes, 50 USD", nodes(3), 50, 1, 5],
    ["20 nodes, 50 USD: the rest is slower", nodes(20), 50, 1, 15],
    ["100 nodes, 50 USD: the core is slower too", nodes(100), 50, 5, 60],
    ["500 nodes, 50 USD", nodes(500), 50, 60, 180],
    ["500 nodes, 2,000 USD", nodes(500), 2000, 1, 5],
    ["500 nodes, 10 USD: only the core", nodes(500), 10, 90, null],
    ["500 nodes, 1 USD", nodes(500), 1, null, null],
    ["no budget", nodes(3), 0, null, null],
    ["a budget and nobody yet", nodes(0), 50, 1, 5],
  ])("%s", (_, queries, budgetUsd, coreMin, restMin) => {
    const plan = planCadence({ ...queries, budgetUsd });
    expect([plan.coreEveryMs, plan.restEveryMs]).toEqual([
      coreMin === null ? null : coreMin * MINUTE_MS,
      restMin === null ? null : restMin * MINUTE_MS,
    ]);
  });

  it("counts metrics, calls and cost", () => {
    const plan = planCadence({ ...nodes(500), budgetUsd: 2000 });
    expect(plan.metricsPerHour).toBe(1500 * 60 + 11_000 * 12);
    expect(plan.callsPerHour).toBe(48 * 3 + 12 * 25);
    expect(plan.estimateUsd).toBeCloseTo(222_000 * 730 * 0.00001, 6);
  });

  it("says why, with numbers", () => {
    const sentence = (count: number, budgetUsd: number) =>
      plain(planCadence({ ...nodes(count), budgetUsd }).sentence);
    expect(sentence(3, 50)).toBe(
      "9 core metrics each minute, 66 others every 5 min: about 9.72 USD of 50 USD a month",
    );
    expect(sentence(500, 50)).toBe(
      "1,500 core metrics every 60 min, 11,000 others every 3 h: about 37.72 USD of 50 USD a month; all 12,500 at the usual cadence would cost 1,621 USD",
    );
    expect(sentence(500, 10)).toContain("11,000 others not at all");
    expect(sentence(500, 1)).toBe(
      "nothing is asked of CloudWatch: even 1,500 metrics every 3 h would need a budget of 4.06 USD, and it is 1 USD a month",
    );
    expect(sentence(3, 0)).toBe("nothing is asked of CloudWatch: the budget is 0 USD a month");
  });

  const wishes = fc.record({
    coreQueries: fc.nat(5000),
    restQueries: fc.nat(50_000),
    budgetUsd: fc.double({ min: 0, max: 10_000, noNaN: true }),
  });

  it("never costs more than its share of the budget, in a month of 31 days neither", () => {
    fc.assert(
      fc.property(wishes, (wish) => {
        const plan = planCadence(wish);
        const perHourUsd = plan.metricsPerHour * PRICE_PER_METRIC_USD;
        expect(plan.estimateUsd).toBeCloseTo(perHourUsd * HOURS_PER_MONTH, 9);
        expect(plan.estimateUsd).toBeLessThanOrEqual(wish.budgetUsd * PLANNED_RATIO + 1e-9);
        expect(perHourUsd * 744).toBeLessThanOrEqual(wish.budgetUsd + 1e-9);
      }),
    );
  });

  it("asks at round times: the rest never more often than the core, and always together with it", () => {
    fc.assert(
      fc.property(wishes, (wish) => {
        const { coreEveryMs, restEveryMs } = planCadence(wish);
        if (coreEveryMs !== null) expect(CADENCE_MINUTES).toContain(coreEveryMs / MINUTE_MS);
        if (restEveryMs === null) return;
        expect(restEveryMs % (coreEveryMs ?? Number.NaN)).toBe(0);
      }),
    );
  });

  it("more budget is never slower in what it asks first", () => {
    fc.assert(
      fc.property(wishes, fc.double({ min: 0, max: 1000, noNaN: true }), (wish, moreUsd) => {
        const less = planCadence(wish);
        const more = planCadence({ ...wish, budgetUsd: wish.budgetUsd + moreUsd });
        if (less.restEveryMs === null || less.coreEveryMs === null) return;
        expect(more.coreEveryMs).toBeLessThanOrEqual(less.coreEveryMs);
      }),
    );
  });
});
