import { expect, test } from "vitest";
import { formatLineEnd, formatLineValue } from "./line-unit";

const plain = (text: string) => text.replaceAll("\u202f", " ");

test.each([
  ["count", 9.4, "9.4", "9"],
  ["count", 1204.6, "1,205", "1,205"],
  ["percent", 61, "61 %", "61 %"],
  ["percent", 0.5, "0.50 %", "0.50 %"],
  ["ms", 207, "207 ms", "207 ms"],
] as const)("%s %d", (unit, value, read, atEnd) => {
  expect(plain(formatLineValue(unit, value))).toBe(read);
  expect(plain(formatLineEnd(unit, value))).toBe(atEnd);
});

test("unknown is not zero", () => {
  expect(formatLineValue("percent", null)).toBe("—");
  expect(formatLineValue("ms", undefined)).toBe("—");
});
