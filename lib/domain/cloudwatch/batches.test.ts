import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { batchQueries, CALL_LIMITS, pointsIn, type WantedQuery } from "./batches";
import { type MetricQuery, POINT_MS } from "./model";

const NOW = Date.UTC(2026, 10, 22, 14, 0, 0);

function query(subject: string): MetricQuery {
  return { subject, metric: "CurrConnections", statistic: "Average", set: "core", dimensions: [] };
}

function ending(minutes: number, subject = "a", toMs = NOW): WantedQuery {
  return { query: query(subject), window: { fromMs: toMs - minutes * POINT_MS, toMs } };
}

const many = (count: number, minutes: number) =>
  Array.from({ length: count }, (_, index) => ending(minutes, `n${index}`));

describe("batchQueries", () => {
  it.each([
    [0, 20, 0],
    [1, 20, 1],
    [500, 20, 1],
    [501, 20, 2],
    [12_500, 20, 25],
    [500, 180, 1],
    [500, 201, 1],
    [500, 202, 2],
    [70, 1440, 1],
    [71, 1440, 2],
  ])("%i queries of %i min take %i calls", (count, minutes, calls) => {
    expect(batchQueries(many(count, minutes))).toHaveLength(calls);
  });

  it("gives all queries of a call the window that holds theirs", () => {
    const [batch, more] = batchQueries([ending(20), ending(180, "b"), ending(5, "c", NOW - 600_000)]);
    expect(more).toBeUndefined();
    expect(batch).toMatchObject({ fromMs: NOW - 180 * POINT_MS, toMs: NOW });
  });

  it("keeps the newest minutes of a window that no call could hold", () => {
    const [batch] = batchQueries([ending(200_000)]);
    expect(batch).toMatchObject({ fromMs: NOW - CALL_LIMITS.points * POINT_MS, toMs: NOW });
  });

  const windows = fc.array(
    fc.record({ minutes: fc.integer({ min: 1, max: 60 }), endMin: fc.integer({ min: 0, max: 60 }) }),
    { maxLength: 40 },
  );

  it("holds every query once, within its call's window and the limits", () => {
    fc.assert(
      fc.property(windows, (wishes) => {
        const limits = { queries: 7, points: 200 };
        const wanted = wishes.map(({ minutes, endMin }, index) =>
          ending(minutes, `n${index}`, NOW - endMin * POINT_MS),
        );
        const batches = batchQueries(wanted, limits);
        const seen = batches.flatMap((batch) => batch.queries.map(({ subject }) => ({ subject, batch })));
        expect(seen).toHaveLength(wanted.length);
        const bySubject = new Map(seen.map(({ subject, batch }) => [subject, batch]));
        for (const { query: wish, window } of wanted) {
          const batch = bySubject.get(wish.subject);
          expect(batch?.fromMs).toBeLessThanOrEqual(window.fromMs);
          expect(batch?.toMs).toBeGreaterThanOrEqual(window.toMs);
        }
        for (const batch of batches) {
          expect(batch.queries.length).toBeLessThanOrEqual(limits.queries);
          expect(batch.queries.length * pointsIn(batch)).toBeLessThanOrEqual(limits.points);
        }
      }),
    );
  });

  it("takes as few calls as there can be where all windows end together", () => {
    const lengths = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 7 });
    fc.assert(
      fc.property(lengths, (minutes) => {
        const limits = { queries: 3, points: 12 };
        const wanted = minutes.map((each, index) => ending(each, `n${index}`));
        expect(batchQueries(wanted, limits)).toHaveLength(fewestCalls(minutes, limits));
      }),
    );
  });
});

/** By trying every way to put them into calls. */
function fewestCalls(minutes: readonly number[], limits: { queries: number; points: number }): number {
  const place = (index: number, calls: readonly (readonly number[])[]): number => {
    const next = minutes[index];
    if (next === undefined) return calls.length;
    let fewest = place(index + 1, [...calls, [next]]);
    for (const [at, call] of calls.entries()) {
      const fuller = [...call, next];
      if (fuller.length > limits.queries || fuller.length * Math.max(...fuller) > limits.points) continue;
      fewest = Math.min(fewest, place(index + 1, calls.with(at, fuller)));
    }
    return fewest;
  };
  return place(0, []);
}
