import { describe, expect, it } from "vitest";
import { parseDuration, parsePercent, printDuration } from "./human-units";

describe("durations", () => {
  it.each([
    ["500ms", 500],
    ["1.5s", 1500],
    ["30 s", 30_000],
    ["5m", 300_000],
    ["5min", 300_000],
    ["2h", 7_200_000],
    ["14d", 1_209_600_000],
    ["1w", 604_800_000],
    ["0s", 0],
  ])("%s is %d ms", (text, ms) => {
    expect(parseDuration(text)).toBe(ms);
  });

  it.each([
    "",
    "5",
    "s",
    "-5s",
    "5S",
    "5 parsecs",
    "1e3s",
    "1,5s",
    "Infinity s",
    "5s5s",
    ".5s",
    "constructor",
  ])("%j is none", (text) => {
    expect(parseDuration(text)).toBeNull();
  });

  it.each([
    [1, "1ms"],
    [1500, "1500ms"],
    [60_000, "1m"],
    [90_000, "90s"],
    [3_600_000, "1h"],
    [86_400_000, "1d"],
  ])("%d ms is printed as %s", (ms, text) => {
    expect(printDuration(ms)).toBe(text);
  });
});

describe("percentages", () => {
  it.each([
    ["0.2%", 0.002],
    ["10 %", 0.1],
    ["0%", 0],
  ])("%s is %d", (text, ratio) => {
    expect(parsePercent(text)).toBeCloseTo(ratio, 12);
  });

  it.each(["", "%", "0.002", "-1%", "1e1%", "ten%"])("%j is none", (text) => {
    expect(parsePercent(text)).toBeNull();
  });
});
