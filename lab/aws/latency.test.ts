import { expect, test } from "vitest";
import { latencyBetween, statisticOf } from "@/lab/aws/latency";
import { madeUpReading } from "@/lab/aws/testing/made-up-reading";

const histogram = (...buckets: number[]) => ["get", ["calls", 0, "histogram_usec", buckets]];

test("percentiles are of what was added, also where a bucket was new", () => {
  const before = madeUpReading(
    0,
    { cmdstat_get: "calls=100,usec=200,usec_per_call=2" },
    histogram(1, 90, 4, 100),
  );
  const after = madeUpReading(
    60_000,
    { cmdstat_get: "calls=200,usec=1200" },
    histogram(1, 90, 2, 140, 4, 190, 8, 200),
  );
  const minute = latencyBetween(before, after, new Set(["get", "mget"]));
  expect(minute).toEqual({
    calls: 100,
    totalUsec: 1_000,
    buckets: [
      { upToUsec: 2, calls: 50 },
      { upToUsec: 4, calls: 40 },
      { upToUsec: 8, calls: 10 },
    ],
  });
  if (minute === null) return;
  const asked = ["Average", "Sum", "SampleCount", "Minimum", "Maximum", "p50", "p70", "p99", "p100", "tm99"];
  expect(asked.map((statistic) => statisticOf(minute, statistic))).toEqual([
    10,
    1_000,
    100,
    1,
    8,
    2,
    3,
    7.6,
    8,
    null,
  ]);
});

test("a minute without calls has no latency", () => {
  const reading = madeUpReading(0, { cmdstat_get: "calls=100,usec=200" }, histogram(1, 100));
  expect(latencyBetween(reading, reading, new Set(["get"]))).toBeNull();
  expect(latencyBetween(reading, reading, new Set(["set"]))).toBeNull();
});
