import { expect, test } from "vitest";
import { publicationOf } from "@/lab/aws/lateness";
import { createMetricMinutes, MINUTE_MS, READING_EVERY_MS } from "@/lab/aws/metric-minutes";
import { madeUpReading } from "@/lab/aws/testing/made-up-reading";

const T = Date.UTC(2026, 0, 1, 12);
const ID = "orders-001";
const SERIES = `${ID} NewConnections`;
const lateness = { minMs: 60_000, maxMs: 180_000 };
const none = new Set<string>();
const contexts = new Map([
  [ID, { vcpus: 2, port: 6401, commands: { read: none, write: none, string: none } }],
]);
const wanted = {
  metric: "NewConnections",
  statistic: "Sum",
  dimensions: { CacheClusterId: ID, CacheNodeId: "0001" },
  fromMs: T,
  toMs: T + 60 * MINUTE_MS,
};
const LONG_AFTER = T + 1_000 * MINUTE_MS;

/** One connection a second, 30 minutes long; `without`: what could not be read. */
function setUp(without: (atMs: number) => boolean = () => false) {
  const minutes = createMetricMinutes(contexts, lateness);
  for (let atMs = T; atMs <= T + 30 * MINUTE_MS; atMs += READING_EVERY_MS) {
    const reading = madeUpReading(atMs, { total_connections_received: (atMs - T) / 1_000 });
    minutes.take(atMs, new Map([[ID, without(atMs) ? null : reading]]));
  }
  return minutes;
}

test("a point is not told before its time; one that is corrected is told of half its minute first", () => {
  const minutes = setUp();
  const all = Array.from({ length: 30 }, (_, index) => T + index * MINUTE_MS);
  const corrected = all.filter((minuteMs) => publicationOf(SERIES, minuteMs, lateness).correctedMs !== null);
  expect(corrected.length).toBeGreaterThan(0);
  for (const minuteMs of all) {
    const { toldMs, correctedMs } = publicationOf(SERIES, minuteMs, lateness);
    const endMs = minuteMs + MINUTE_MS;
    const at = (nowMs: number) => minutes.points(wanted, nowMs).find(({ atMs }) => atMs === minuteMs)?.value;
    expect(at(endMs + toldMs - 1)).toBeUndefined();
    expect(at(endMs + toldMs)).toBe(correctedMs === null ? 60 : 30);
    expect(at(endMs + (correctedMs ?? toldMs))).toBe(60);
  }
});

test("the time that is asked for holds, its end left out", () => {
  const minutes = setUp();
  const asked = { ...wanted, fromMs: T + 3 * MINUTE_MS, toMs: T + 5 * MINUTE_MS };
  expect(minutes.points(asked, LONG_AFTER).map(({ atMs }) => (atMs - T) / MINUTE_MS)).toEqual([3, 4]);
});

test.each([
  ["a metric that the servers do not tell", { metric: "NetworkConntrackAllowanceExceeded" }],
  ["another node", { dimensions: { CacheClusterId: "orders-009", CacheNodeId: "0001" } }],
  ["another cache node", { dimensions: { CacheClusterId: ID, CacheNodeId: "0002" } }],
  ["the group as a whole", { dimensions: { ReplicationGroupId: "orders" } }],
  ["a statistic that there is none of", { statistic: "tm99" }],
])("%s has no data", (_, other) => {
  expect(setUp().points({ ...wanted, ...other }, LONG_AFTER)).toEqual([]);
});

test("a server that was silent at a full minute leaves out the sums of both minutes beside it", () => {
  const minutes = setUp((atMs) => atMs === T + 5 * MINUTE_MS);
  const told = minutes.points(wanted, LONG_AFTER).map(({ atMs }) => (atMs - T) / MINUTE_MS);
  expect(told).toHaveLength(28);
  expect(told).not.toContain(4);
  expect(told).not.toContain(5);
  const gauge = minutes.points({ ...wanted, metric: "CurrConnections" }, LONG_AFTER);
  expect(gauge).toHaveLength(29);
});

test("a delay is of the minutes that end in it, and of none that were told before", () => {
  const minutes = setUp();
  const fromMs = T + 10 * MINUTE_MS;
  const takeBack = minutes.delay(fromMs, 600 * MINUTE_MS);
  const nowMs = T + 60 * MINUTE_MS;
  expect(minutes.points(wanted, nowMs)).toHaveLength(9);
  takeBack();
  expect(minutes.points(wanted, nowMs)).toHaveLength(30);
});
