import { expect, test } from "vitest";
import { estimateTextPx, fitText } from "./text-width";

test("wider letters count for more, and width grows with the type", () => {
  expect(estimateTextPx("mmm", 12)).toBeGreaterThan(estimateTextPx("iii", 12));
  expect(estimateTextPx("proxy-1", 24)).toBeCloseTo(2 * estimateTextPx("proxy-1", 12));
});

test("a name that fits stays whole; one that does not keeps both its ends", () => {
  expect(fitText("proxy-1", 100, 11)).toBe("proxy-1");
  const cut = fitText("orders-api-7f9c6d5b8-x2x4v", 100, 11);
  expect(cut).toMatch(/^orders.*….*x2x4v$/);
  expect(estimateTextPx(cut, 11)).toBeLessThanOrEqual(100);
});

test("a column of no width still gets a letter", () => {
  expect(fitText("orders", 1, 11)).toBe("o…");
});
