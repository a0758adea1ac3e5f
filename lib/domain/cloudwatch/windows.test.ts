import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MAX_POINTS_PER_CALL, MAX_QUERIES_PER_CALL, pointsIn } from "./batches";
import { CADENCE_MINUTES } from "./plan";
import {
  CATCH_UP_MS,
  coverageAfter,
  dueWindow,
  historyStart,
  historyWindow,
  KEPT_MS,
  LATE_MS,
} from "./windows";

const NOW = Date.UTC(2026, 10, 22, 14, 0, 30);
const MINUTE = Date.UTC(2026, 10, 22, 14, 0, 0);
const HOUR_MS = 3_600_000;
const wish = { backfillMs: 3 * HOUR_MS };
const stored = (fromAgoMs: number, toAgoMs: number) => ({
  fetchedFromMs: MINUTE - fromAgoMs,
  fetchedToMs: MINUTE - toAgoMs,
});

describe("dueWindow", () => {
  it.each<[string, Parameters<typeof dueWindow>[0], number, number]>([
    ["a first start: three hours at once", null, 3 * HOUR_MS, 3 * HOUR_MS],
    ["a first start that wants less", null, HOUR_MS, HOUR_MS],
    ["a first start that wants no history", null, 0, LATE_MS],
    ["a first start that wants more: the rest comes after", null, KEPT_MS, 3 * HOUR_MS],
    ["five minutes later", stored(HOUR_MS, 300_000), 3 * HOUR_MS, 300_000 + LATE_MS],
    ["at once again", stored(HOUR_MS, 0), 3 * HOUR_MS, LATE_MS],
    ["after an hour's gap", stored(9 * HOUR_MS, HOUR_MS), 3 * HOUR_MS, HOUR_MS + LATE_MS],
    ["after a day's gap: three hours", stored(30 * HOUR_MS, 24 * HOUR_MS), KEPT_MS, 3 * HOUR_MS],
    ["after a gap, and no history wanted", stored(9 * HOUR_MS, HOUR_MS), 0, LATE_MS],
    ["our clock was ahead when it was stored", stored(HOUR_MS, -600_000), 3 * HOUR_MS, LATE_MS],
  ])("%s", (_, coverage, backfillMs, backMs) => {
    expect(dueWindow(coverage, NOW, { backfillMs })).toEqual({ fromMs: MINUTE - backMs, toMs: MINUTE });
  });

  it("at every cadence 500 queries fit into one call", () => {
    for (const minutes of CADENCE_MINUTES) {
      const window = dueWindow(stored(9 * HOUR_MS, minutes * 60_000), NOW, wish);
      expect(pointsIn(window) * MAX_QUERIES_PER_CALL).toBeLessThanOrEqual(MAX_POINTS_PER_CALL);
    }
  });
});

describe("historyWindow", () => {
  it.each<[string, Parameters<typeof historyWindow>[0], number, [number, number] | null]>([
    ["nothing stored yet", null, KEPT_MS, null],
    ["all there", stored(3 * HOUR_MS, 0), 3 * HOUR_MS, null],
    ["an hour is missing", stored(2 * HOUR_MS, 0), 3 * HOUR_MS, [3 * HOUR_MS, 2 * HOUR_MS]],
    ["two weeks are missing", stored(3 * HOUR_MS, 0), KEPT_MS, [27 * HOUR_MS, 3 * HOUR_MS]],
    ["more is wanted than is kept", stored(KEPT_MS, 0), 9 * KEPT_MS, null],
  ])("%s", (_, coverage, backfillMs, ago) => {
    const window = historyWindow(coverage, MINUTE, { backfillMs });
    expect(window).toEqual(
      ago === null ? null : { fromMs: MINUTE - (ago[0] ?? 0), toMs: MINUTE - (ago[1] ?? 0) },
    );
  });

  it("comes to its end, wherever it is taken up again, and leaves no gap", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: KEPT_MS }),
        fc.nat(15 * 24 * 60),
        fc.boolean(),
        (backfillMs, ageMin, isFirst) => {
          let coverage = isFirst ? null : stored((ageMin + 60) * 60_000, ageMin * 60_000);
          coverage = coverageAfter(coverage, dueWindow(coverage, NOW, { backfillMs }));
          for (let pieces = 0; pieces < 17; pieces++) {
            const window = historyWindow(coverage, NOW, { backfillMs });
            if (window === null) break;
            expect(window.toMs).toBe(coverage.fetchedFromMs);
            expect(window.fromMs).toBeLessThan(window.toMs);
            coverage = coverageAfter(coverage, window);
          }
          expect(historyWindow(coverage, NOW, { backfillMs })).toBeNull();
          expect(coverage.fetchedFromMs).toBeLessThanOrEqual(
            Math.max(historyStart(NOW, { backfillMs }), MINUTE - LATE_MS),
          );
          expect(coverage.fetchedToMs).toBe(MINUTE);
        },
      ),
    );
  });
});

describe("coverageAfter", () => {
  it.each([
    ["the first", null, [60, 0], [60, 0]],
    ["overlaps at the end", [60, 10], [20, 0], [60, 0]],
    ["touches the end", [60, 10], [10, 0], [60, 0]],
    ["touches the beginning", [60, 0], [90, 60], [90, 0]],
    ["inside", [60, 0], [30, 20], [60, 0]],
    ["is older and leaves a gap", [60, 0], [300, 200], [60, 0]],
    ["leaves a gap: what was before does not count as whole", [300, 200], [180, 0], [180, 0]],
  ])("a window that %s", (_, before, window, after) => {
    const coverage = before === null ? null : stored((before[0] ?? 0) * 60_000, (before[1] ?? 0) * 60_000);
    const [from = 0, to = 0] = window;
    const [fromAfter = 0, toAfter = 0] = after;
    expect(coverageAfter(coverage, { fromMs: MINUTE - from * 60_000, toMs: MINUTE - to * 60_000 })).toEqual(
      stored(fromAfter * 60_000, toAfter * 60_000),
    );
  });

  it("catching up never reaches further back than three hours", () => {
    expect(dueWindow(null, NOW, { backfillMs: KEPT_MS }).fromMs).toBe(MINUTE - CATCH_UP_MS);
  });
});
