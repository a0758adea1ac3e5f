import { expect, test } from "vitest";
import { createBudgetBook, nextMonthMs } from "./budget-book";

const midNovember = Date.UTC(2026, 10, 16);

/** 1,000 metrics cost 0.01 USD. */
function bookOf(budgetUsd: number, spentMetrics = 0, nowMs = midNovember) {
  const book = createBudgetBook("run-1");
  book.setBudget(budgetUsd);
  book.setSpentBefore({ metrics: spentMetrics, calls: 3 }, nowMs);
  return book;
}

test("nothing is known before it is told what the month has cost so far", () => {
  const book = createBudgetBook("run-1");
  expect(book.isKnown()).toBe(false);
  book.setSpentBefore({ metrics: 0, calls: 0 }, midNovember);
  expect(book.isKnown()).toBe(true);
});

test("what was asked before counts, and so does each metric of this run", () => {
  const book = bookOf(1, 40_000);
  expect(book.take(50_000, midNovember, "usual")).toBe(true);
  book.noteCalls(100, midNovember);
  expect(book.bill(midNovember)).toMatchObject({
    metricsRequested: 90_000,
    calls: 103,
    sinceMs: Date.UTC(2026, 10, 1),
    isExhausted: false,
  });
  expect(book.bill(midNovember).spentUsd).toBeCloseTo(0.9);
  expect(book.changedUsage()).toEqual([{ runId: "run-1", day: "2026-11-16", metrics: 50_000, calls: 100 }]);
  expect(book.changedUsage()).toEqual([]);
});

test("a spent budget is spent until the month ends or the budget is raised", () => {
  const book = bookOf(1, 99_600);
  expect(book.take(500, midNovember, "usual")).toBe(false);
  expect(book.bill(midNovember).isExhausted).toBe(true);
  book.setBudget(2);
  expect(book.bill(midNovember).isExhausted).toBe(false);
  expect(book.take(500, midNovember, "usual")).toBe(true);
  book.setBudget(1);
  expect(book.take(500, midNovember, "usual")).toBe(false);
  const december = nextMonthMs(midNovember);
  expect(december).toBe(Date.UTC(2026, 11, 1));
  expect(book.take(500, december, "usual")).toBe(true);
  expect(book.bill(december)).toMatchObject({ metricsRequested: 500, calls: 0, isExhausted: false });
});

test("history and hurry take no more than what of the month is over, and a day's worth", () => {
  const book = bookOf(3);
  // 15 days are over: 1.5 USD, and 0.1 for a day.
  expect(book.take(160_000, midNovember, "extra")).toBe(true);
  expect(book.take(1000, midNovember, "extra")).toBe(false);
  expect(book.bill(midNovember).isExhausted).toBe(false);
  expect(book.take(1000, midNovember, "usual")).toBe(true);
  expect(book.take(5000, midNovember + 86_400_000, "extra")).toBe(true);
});

test("what was reserved and not asked is given back", () => {
  const book = bookOf(1);
  book.take(500, midNovember, "usual");
  book.add(-500, midNovember);
  expect(book.bill(midNovember).metricsRequested).toBe(0);
});

test("a clock that was in the next month for a moment makes nothing forgotten that this month has cost", () => {
  const book = bookOf(1, 40_000);
  book.take(50_000, midNovember, "usual");
  const december = nextMonthMs(midNovember);
  book.take(7, december, "usual");
  book.setSpentBefore({ metrics: 0, calls: 0 }, december);
  expect(book.changedUsage().map(({ day }) => day)).toEqual(["2026-11-16", "2026-12-01"]);
  expect(book.bill(midNovember).metricsRequested).toBe(90_000);
  expect(book.take(10_001, midNovember, "usual")).toBe(false);
});

test("what other runs have asked counts as it becomes known", () => {
  const book = bookOf(1);
  book.take(50_000, midNovember, "usual");
  book.setSpentBefore({ metrics: 45_000, calls: 90 }, midNovember);
  expect(book.bill(midNovember).metricsRequested).toBe(95_000);
  expect(book.take(5001, midNovember, "usual")).toBe(false);
});
