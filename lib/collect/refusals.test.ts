import { expect, test } from "vitest";
import { createRefusals } from "./refusals";

test("a refusal is told once, waits for its retry, and is told again when it is lifted", () => {
  const refusals = createRefusals(600_000);
  expect(refusals.mayTry("CLIENT LIST", 0)).toBe(true);
  expect(refusals.note("CLIENT LIST", "NOPERM", 1000)).toBe("refused");
  expect(refusals.mayTry("CLIENT LIST", 600_999)).toBe(false);
  expect(refusals.mayTry("CLIENT LIST", 601_000)).toBe(true);
  expect(refusals.note("CLIENT LIST", "NOPERM again", 601_000)).toBe(null);
  expect(refusals.list()).toEqual([{ command: "CLIENT LIST", reason: "NOPERM again", sinceMs: 1000 }]);
  expect(refusals.note("CLIENT LIST", null, 1_201_000)).toBe("lifted");
  expect(refusals.list()).toEqual([]);
});

test("an answered command that was never refused is nothing to tell", () => {
  expect(createRefusals().note("PING", null, 0)).toBe(null);
});
