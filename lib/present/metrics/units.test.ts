import { describe, expect, test } from "vitest";
import { THIN } from "../words";
import { convertUnit } from "./convert-unit";
import { axisScale, formatMetric, formatOnAxis } from "./units";

const thin = (text: string) => text.replaceAll("~", THIN);

describe("the scale of an axis", () => {
  test.each([
    ["bytes", 0, 1, "bytes"],
    ["bytes", 900, 1, "bytes"],
    ["bytes", 3.2e9, 1024 ** 3, "GiB"],
    ["bytes-per-second", 480_000, 1024, "KiB per second"],
    ["microseconds", 340, 1, "µs"],
    ["microseconds", 12_000, 1000, "ms"],
    ["milliseconds", 0.4, 1, "ms"],
    ["milliseconds", 2100, 1000, "s"],
    ["seconds", 0.4, 0.001, "ms"],
    ["seconds", 12, 1, "s"],
  ] as const)("%s up to %d are divided by %d: %s", (unit, max, divisor, word) => {
    expect(axisScale(unit, max)).toMatchObject({ divisor, word });
  });

  test("counts and yes or no have no tick between whole numbers", () => {
    expect(axisScale("count", 4).whole).toBe(true);
    expect(axisScale("boolean", 1).whole).toBe(true);
    expect(axisScale("percent", 4).whole).toBe(false);
  });
});

test.each([
  ["count", 212.4, "212"],
  ["count", 2.5, "2.5"],
  ["per-second", 1.42, "1.4~/~s"],
  ["per-minute", 120, "120~/~min"],
  ["percent", 93.2, "93~%"],
  ["bytes", 1536, "1.5~KiB"],
  ["bytes-per-second", 2_400_000, "2.3~MiB~/~s"],
  ["microseconds", 340.04, "340~µs"],
  ["microseconds", 0, "0~ms"],
  ["milliseconds", 0.23, "230~µs"],
  ["milliseconds", 205, "205~ms"],
  ["seconds", 12, "12~s"],
  ["boolean", 1, "yes"],
  ["boolean", 0, "no"],
  ["boolean", 0.4, "part of the time"],
] as const)("%s %d reads %s", (unit, value, text) => {
  expect(formatMetric(unit, value)).toBe(thin(text));
});

test("what is not known is a dash, never zero", () => {
  expect(formatMetric("count", null)).toBe("—");
  expect(formatMetric("percent", Number.NaN)).toBe("—");
  expect(formatOnAxis(axisScale("count", 9), "count", undefined)).toBe("—");
});

test.each([
  ["percent", 62, 62, "62"],
  ["percent", 4.39, 62, "4.39"],
  ["per-second", 0.684, 80, "0.68"],
  ["bytes", 1.3e9, 1.4e9, "1.21"],
  ["count", 1204.4, 1300, "1,204"],
  ["per-second", 0.00002, 1, "<0.001"],
  ["per-second", 0, 1, "0"],
  ["boolean", 1, 1, "yes"],
] as const)("%s %d beside its line, on an axis up to %d, is %s", (unit, value, max, text) => {
  expect(formatOnAxis(axisScale(unit, max), unit, value)).toBe(text);
});

test("units of one dimension are converted, others are not", () => {
  expect(convertUnit("milliseconds", "microseconds")).toBe(1000);
  expect(convertUnit("per-minute", "per-second")).toBeCloseTo(1 / 60);
  expect(convertUnit("count", "count")).toBe(1);
  expect(convertUnit("bytes", "count")).toBeNull();
});
