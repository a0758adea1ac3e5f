import { describe, expect, it } from "vitest";
import { count, durationIn, goDuration, isoDurationMs, springDuration } from "./scalar-values";
import type { YamlScalar } from "./yaml-tree";

const scalar = (text: string): YamlScalar => ({ kind: "scalar", line: 1, text, isNull: text === "" });
const ms = (value: number) => ({ kind: "duration", ms: value });
const UNREAD = { kind: "unread" };

describe("Spring Boot's durations", () => {
  it.each([
    ["2s", ms(2000)],
    ["500ms", ms(500)],
    ["500 ms", ms(500)],
    ["1500", ms(1500)],
    ["+3S", ms(3000)],
    ["250us", ms(0.25)],
    ["1d", ms(86_400_000)],
    ["PT1M30.5S", ms(90_500)],
    ["p1dt2h", ms(93_600_000)],
    ["0", { kind: "infinite" }],
    ["PT0S", { kind: "infinite" }],
    ["-1ms", UNREAD],
    ["2 fortnights", UNREAD],
    ["1.5s", UNREAD],
    ["P", UNREAD],
    ["PT", UNREAD],
    ["9999999999999d", UNREAD],
    ["$" + "{REDIS_TIMEOUT:2s}", UNREAD],
    ["", UNREAD],
  ])("%s", (text, expected) => {
    expect(springDuration({ zero: "infinite" })(scalar(text))).toMatchObject(expected);
  });
});

describe("Go's durations", () => {
  it.each([
    ["3s", ms(3000)],
    ["1m30s", ms(90_000)],
    ["1.5h", ms(5_400_000)],
    ["250µs", ms(0.25)],
    ["3000000000", ms(3000)],
    ["-1", { kind: "infinite" }],
    ["-2s", { kind: "infinite" }],
    ["5000", UNREAD],
    ["3 s", UNREAD],
    ["1d", UNREAD],
    ["s", UNREAD],
  ])("%s", (text, expected) => {
    expect(goDuration({ negative: "infinite" })(scalar(text))).toMatchObject(expected);
  });
});

describe("numbers of a unit", () => {
  it.each([
    ["0.5", ms(500)],
    ["10_000", ms(10_000_000)],
    ["0", UNREAD],
    ["-1", UNREAD],
    ["5s", UNREAD],
    ["1e3", UNREAD],
    ["0x10", UNREAD],
    ["99999999999", UNREAD],
    ["None", { kind: "infinite" }],
    ["", { kind: "infinite" }],
  ])("%s seconds", (text, expected) => {
    expect(durationIn(1000, "seconds", { nothing: "infinite" })(scalar(text))).toMatchObject(expected);
  });

  it.each([
    ["8", { kind: "count", count: 8 }],
    ["-1", { kind: "infinite" }],
    ["0", UNREAD],
    ["2.5", UNREAD],
    ["4294967296", UNREAD],
  ])("%s of something", (text, expected) => {
    expect(count({ negative: "infinite" })(scalar(text))).toMatchObject(expected);
  });
});

it.each(["", "P", "PT", "PT1", "1S", "P1H", "PT1M1H", "PT-1S"])("%s is no duration of ISO 8601", (text) => {
  expect(isoDurationMs(text)).toBeNull();
});
