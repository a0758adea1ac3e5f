import { describe, expect, it } from "vitest";
import { inBrief, inClock, inCount, inHours, inPercent, inPlural, inRate, inSpan } from "./wording";

const plain = (text: string) => text.replaceAll("\u202f", " ");

describe("numbers in sentences", () => {
  it.each([
    [inCount(0), "0"],
    [inCount(62_400), "62,400"],
    [inCount(1_234_567), "1,234,567"],
    [inPercent(0), "0 %"],
    [inPercent(0.00001), "<0.01 %"],
    [inPercent(0.0021), "0.21 %"],
    [inPercent(0.0215), "2.1 %"],
    [inPercent(0.26), "26 %"],
    [inPercent(0.9996), "99.9 %"],
    [inPercent(1), "100 %"],
    [inPercent(1.18), "118 %"],
    [inSpan(-5), "0 s"],
    [inSpan(48_900), "48 s"],
    [inSpan(119_000), "119 s"],
    [inSpan(750_000), "12 min"],
    [inSpan(3 * 3_600_000), "3 h"],
    [inSpan(3 * 86_400_000), "3 d"],
    [inHours(0.001), "1 min"],
    [inHours(0.4), "24 min"],
    [inHours(5.21), "5.2 h"],
    [inHours(23.6), "24 h"],
    [inRate(0.0341), "0.034"],
    [inRate(2.34), "2.3"],
    [inRate(1204), "1,204"],
    [inClock(Date.UTC(2026, 10, 22, 14, 2, 11)), "14:02:11"],
    [inPlural(1, "proxy", "proxies"), "1 proxy"],
    [inPlural(4, "proxy", "proxies"), "4 proxies"],
    [inBrief("NOPERM this user\r\n has no permissions", 20), "NOPERM this user ha…"],
  ])("%s", (text, expected) => {
    expect(plain(text)).toBe(expected);
  });
});
