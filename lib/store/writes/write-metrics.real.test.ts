import { expect, it } from "vitest";
import type { Store } from "../client";
import { readMetricCoverage } from "../reads/read-metric-coverage";
import { readMetricHours } from "../reads/read-metric-hours";
import { readMetricSeries } from "../reads/read-metric-series";
import type { MetricPointsContent } from "../rows";
import { eachDatabase } from "../testing/each-database";
import { internCluster } from "./intern-cluster";
import { writeMetrics } from "./write-metrics";

const NOON_MS = Date.UTC(2026, 10, 22, 12);
const MIN_MS = 60_000;
const minute = (index: number) => NOON_MS + index * MIN_MS;

/** Points of orders-001, minute by minute from `first`; null: none came. */
function pointsFrom(
  first: number,
  values: readonly (number | null)[],
  given: Partial<MetricPointsContent> = {},
): MetricPointsContent {
  const came = values.flatMap((value, index) =>
    value === null ? [] : [{ atMs: minute(first + index), value }],
  );
  return {
    subject: "orders-001",
    metric: "CurrConnections",
    statistic: "Average",
    fetchedFromMs: minute(first),
    fetchedToMs: minute(first + values.length),
    atMs: came.map(({ atMs }) => atMs),
    values: came.map(({ value }) => value),
    ...given,
  };
}

/** Stored values of the one series, from minute `first` on. */
async function stored(store: Store, clusterId: number, first: number, count: number) {
  const [series] = await readMetricSeries(store, clusterId);
  if (series === undefined) return null;
  const range = { from: new Date(minute(first)), to: new Date(minute(first + count)) };
  const hours = await readMetricHours(store, [series.seriesId], range);
  return Array.from({ length: count }, (_, index) => {
    const atMs = minute(first + index);
    const hour = hours.find(({ at }) => at.getTime() <= atMs && atMs < at.getTime() + 60 * MIN_MS);
    return hour?.points[(atMs - hour.at.getTime()) / MIN_MS] ?? null;
  });
}

eachDatabase("writeMetrics", (database) => {
  it("stores a late point where it belongs and lets a corrected one win; nothing is doubled", async () => {
    const store = database.store();
    const clusterId = await internCluster(store, "orders");
    await writeMetrics(store, clusterId, [pointsFrom(57, [10, 11, 12, null, 14])]);
    expect(await stored(store, clusterId, 57, 5)).toEqual([10, 11, 12, null, 14]);
    // The minute that was missing has come, another was corrected, a third did not come this time.
    await writeMetrics(store, clusterId, [pointsFrom(58, [null, 99, 13, 14, 0])]);
    await writeMetrics(store, clusterId, [pointsFrom(58, [null, 99, 13, 14, 0])]);
    expect(await stored(store, clusterId, 57, 6)).toEqual([10, 11, 99, 13, 14, 0]);
    expect(await store.prisma.$queryRaw`SELECT count(*)::int AS rows FROM metric_hour`).toEqual([
      { rows: 2 },
    ]);
    expect(await readMetricCoverage(store, "orders")).toEqual([
      {
        subject: "orders-001",
        metric: "CurrConnections",
        statistic: "Average",
        fetchedFromMs: minute(57),
        fetchedToMs: minute(63),
      },
    ]);
  });

  it("remembers that it asked where nothing came: no data is not the same as not asked", async () => {
    const store = database.store();
    const clusterId = await internCluster(store, "orders");
    await writeMetrics(store, clusterId, [pointsFrom(0, [null, null, null])]);
    expect(await stored(store, clusterId, 0, 3)).toEqual([null, null, null]);
    expect(await readMetricCoverage(store, "orders")).toMatchObject([
      { fetchedFromMs: minute(0), fetchedToMs: minute(3) },
    ]);
  });

  it("keeps what was fetched one stretch: it grows both ways, and begins anew behind a hole", async () => {
    const store = database.store();
    const clusterId = await internCluster(store, "orders");
    const coverage = async () => {
      const [known] = await readMetricCoverage(store, "orders");
      return known && [known.fetchedFromMs, known.fetchedToMs].map((ms) => (ms - NOON_MS) / MIN_MS);
    };
    await writeMetrics(store, clusterId, [pointsFrom(100, [1, 2])]);
    await writeMetrics(store, clusterId, [pointsFrom(90, new Array(10).fill(1))]);
    expect(await coverage()).toEqual([90, 102]);
    await writeMetrics(store, clusterId, [pointsFrom(10, [1, 2])]);
    expect(await coverage()).toEqual([90, 102]);
    await writeMetrics(store, clusterId, [pointsFrom(200, [1, 2])]);
    expect(await coverage()).toEqual([200, 202]);
    expect(await stored(store, clusterId, 100, 2)).toEqual([1, 2]);
  });

  it("takes many series, odd names and numbers that are none", async () => {
    const store = database.store();
    const clusterId = await internCluster(store, "orders");
    const many = Array.from({ length: 1200 }, (_, index) =>
      pointsFrom(0, [index], { subject: `n\0-${index}` }),
    );
    const odd = pointsFrom(0, [Number.NaN, 1e-7, Number.POSITIVE_INFINITY, 1e21], { subject: "quote\"'," });
    await writeMetrics(store, clusterId, [...many, odd, pointsFrom(0, [5], { subject: "quote\"'," })]);
    const series = await readMetricSeries(store, clusterId);
    expect(series).toHaveLength(1201);
    const one = series.find(({ subject }) => subject.startsWith("quote"));
    const range = { from: new Date(NOON_MS), to: new Date(minute(10)) };
    const [hour] = await readMetricHours(store, [one?.seriesId ?? 0], range);
    expect(hour?.points.slice(0, 5)).toEqual([5, 1e-7, null, 1e21, null]);
  });
});
