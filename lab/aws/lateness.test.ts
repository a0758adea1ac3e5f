import { expect, test } from "vitest";
import { publicationOf, readLateness, USUAL_LATENESS } from "@/lab/aws/lateness";

const MINUTE_MS = 60_000;

test("points are one to three minutes late, each by another time, and some are put right later", () => {
  const minutes = Array.from({ length: 400 }, (_, index) => index * MINUTE_MS);
  const drawn = minutes.map((minuteMs) =>
    publicationOf("orders-001 CurrConnections", minuteMs, USUAL_LATENESS),
  );
  const told = drawn.map(({ toldMs }) => toldMs);
  expect(Math.min(...told)).toBeGreaterThanOrEqual(60_000);
  expect(Math.max(...told)).toBeLessThanOrEqual(180_000);
  expect(told.filter((ms) => ms < 120_000).length / told.length).toBeCloseTo(0.5, 1);
  const corrected = drawn.filter(({ correctedMs }) => correctedMs !== null);
  expect(corrected.length).toBeGreaterThan(20);
  expect(corrected.length).toBeLessThan(100);
  for (const { toldMs, correctedMs } of corrected) expect(correctedMs).toBeGreaterThan(toldMs);
  expect(
    minutes.map((minuteMs) => publicationOf("orders-001 CurrConnections", minuteMs, USUAL_LATENESS)),
  ).toEqual(drawn);
});

test("the lateness is read as seconds, and refused as anything else", () => {
  expect(readLateness("5-10")).toEqual({ minMs: 5_000, maxMs: 10_000 });
  for (const text of ["10-5", "10", "", "-1-5", "a-b"])
    expect(() => readLateness(text)).toThrow(/--aws-lateness/);
});
