import { describe, expect, test } from "vitest";
import {
  countOf,
  formatAge,
  formatAgo,
  formatBytes,
  formatCount,
  formatDuration,
  formatNumber,
  formatPercent,
  formatRate,
  formatSpan,
  joinWords,
  THIN,
  UNKNOWN,
} from "./words";

const plain = (text: string) => text.replaceAll(THIN, " ");

test.each([formatCount, formatNumber, formatRate, formatPercent, formatDuration, formatAge, formatBytes])(
  "%o: what is not known is a dash, never a zero",
  (format) => {
    expect(format(null)).toBe(UNKNOWN);
    expect(format(undefined)).toBe(UNKNOWN);
    expect(format(Number.NaN)).toBe(UNKNOWN);
    expect(format(0)).toMatch(/0/);
  },
);

test.each([
  [412_870, "412,870"],
  [0, "0"],
  [-1234, "−1,234"],
  [-0.2, "0"],
])("count %d → %s", (count, text) => expect(formatCount(count)).toBe(text));

test.each([
  [1204.4, "1,204"],
  [41.23, "41.2"],
  [5, "5.0"],
  [0.0312, "0.031"],
  [0.00001, "<0.001"],
  [-2.5, "−2.5"],
])("number %d → %s", (value, text) => expect(formatNumber(value)).toBe(text));

test("a rate has its unit", () => expect(plain(formatRate(5))).toBe("5.0 / s"));

test.each([
  [0.61, "61 %"],
  [0.0011, "0.11 %"],
  [1.18, "118 %"],
  [0.9999, "99.9 %"],
  [0.00001, "<0.01 %"],
])("ratio %d → %s", (ratio, text) => expect(plain(formatPercent(ratio))).toBe(text));

test.each([
  [0, "0 ms"],
  [0.214, "0.21 ms"],
  [2, "2 ms"],
  [207.4, "207 ms"],
  [999.7, "1 s"],
  [41_230, "41.2 s"],
  [59_960, "1 min"],
  [750_000, "12 min 30 s"],
  [3_599_900, "60 min"],
  [7_500_000, "2 h 5 min"],
  [183_600_000, "2 d 3 h"],
  [-1500, "−1.5 s"],
])("duration %d ms → %s", (ms, text) => expect(plain(formatDuration(ms))).toBe(text));

test.each([
  [0, "0 s"],
  [3999, "3 s"],
  [48_000, "48 s"],
  [750_000, "12 min"],
  [-500, "0 s"],
])("age %d ms → %s", (ms, text) => expect(plain(formatAge(ms))).toBe(text));

describe("ago", () => {
  test("rounds down, and knows now and never", () => {
    expect(plain(formatAgo(48_900))).toBe("48 s ago");
    expect(formatAgo(300)).toBe("now");
    expect(formatAgo(null)).toBe("never");
  });
});

test.each([
  [900_000, "15 min"],
  [3_600_000, "1 h"],
  [86_400_000, "24 h"],
  [604_800_000, "7 d"],
  [5_400_000, "90 min"],
  [90_000, "1 min 30 s"],
])("span %d → %s", (ms, text) => expect(plain(formatSpan(ms))).toBe(text));

test.each([
  [512, "512 B"],
  [1536, "1.5 KiB"],
  [1_048_576, "1 MiB"],
  [157_286_400, "150 MiB"],
])("%d bytes → %s", (bytes, text) => expect(plain(formatBytes(bytes))).toBe(text));

test("words are counted and joined", () => {
  expect(countOf(1, "cluster")).toBe("1 cluster");
  expect(countOf(1042, "proxy", "proxies")).toBe("1,042 proxies");
  expect(joinWords([])).toBe("");
  expect(joinWords(["a"])).toBe("a");
  expect(joinWords(["a", "b", "c"])).toBe("a, b and c");
});
