import { expect, test } from "vitest";
import type { AwsFailure } from "../sources/aws-source";
import { AWS_SOURCES, createCallStatus } from "./call-status";

const denied: AwsFailure = {
  call: "DescribeEvents",
  code: "denied",
  sentence: "DescribeEvents in eu-central-1 was denied",
  remedy: "grant elasticache:DescribeEvents",
  retryAfterMs: null,
};

test("a failing call says which, why and what to grant, until it is answered again", () => {
  const status = createCallStatus(AWS_SOURCES.events, "eu-central-1");
  status.note(null, 1000);
  status.note(denied, 2000);
  expect(status.content(3000)).toMatchObject({
    source: "ElastiCache events",
    lastSuccessAt: new Date(1000),
    lastErrorAt: new Date(2000),
    lastError: "DescribeEvents in eu-central-1 was denied",
    detail: {
      call: "DescribeEvents",
      code: "denied",
      remedy: "grant elasticache:DescribeEvents",
      region: "eu-central-1",
    },
  });
  expect(status.retired(3000)).toMatchObject({ lastError: null, detail: { retired: true } });
  status.note(null, 4000);
  expect(status.content(4000)).toMatchObject({ lastError: null, detail: { region: "eu-central-1" } });
});

test("what fails is asked ever more seldom, at most every five minutes, and not before AWS wants", () => {
  const status = createCallStatus(AWS_SOURCES.events, "eu-central-1");
  expect(status.nextMs(30_000)).toBe(30_000);
  const waits = Array.from({ length: 12 }, () => {
    status.note(denied, 0);
    return status.nextMs(30_000, 0.5);
  });
  expect(waits.slice(0, 4)).toEqual([5000, 10_000, 20_000, 40_000]);
  expect(waits.at(-1)).toBe(300_000);
  status.note({ ...denied, code: "throttled", retryAfterMs: 3_000_000 }, 0);
  expect(status.nextMs(30_000)).toBe(3_000_000);
});

test("a clock that is off by more than a minute is told", () => {
  const status = createCallStatus(AWS_SOURCES.topology, "eu-central-1");
  status.noteClock(20_000);
  expect([status.skewMs(), status.content(0).detail.note]).toEqual([0, undefined]);
  status.noteClock(-300_000);
  expect(status.content(0).detail).toMatchObject({
    clockSkewMs: -300_000,
    note: "this machine's clock is 300 s ahead of AWS's",
  });
  status.noteClock(null);
  expect(status.skewMs()).toBe(-300_000);
});

test("what is missing although the call is answered stands beside what is told of the clock", () => {
  const status = createCallStatus(AWS_SOURCES.topology, "eu-central-1");
  status.note(null, 1000);
  status.noteMissing("serverless caches are not told");
  expect(status.content(1000)).toMatchObject({
    lastError: null,
    lastSuccessAt: new Date(1000),
    detail: { note: "serverless caches are not told" },
  });
  status.noteClock(300_000);
  expect(status.content(1000).detail.note).toBe(
    "this machine's clock is 300 s behind AWS's; serverless caches are not told",
  );
  status.noteMissing(null);
  status.noteClock(0);
  expect(status.content(1000).detail).toEqual({ region: "eu-central-1" });
});
