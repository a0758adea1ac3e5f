import { expect, test } from "vitest";
import type { ClusterRow } from "@/lib/contract/clusters";
import { hasFinding, skewCell } from "./skew-cell";

const said = (
  change: Partial<NonNullable<ClusterRow["verdict"]>> = {},
): NonNullable<ClusterRow["verdict"]> => ({
  kind: "lifo-drift",
  by: "proxy",
  subject: "proxy-3",
  since: null,
  confidence: 0.99,
  sentence: "proxy-3 gains connections",
  ageMs: 3000,
  ...change,
});

test("a finding has its factor, its subject and a chip", () => {
  expect(skewCell({ skew: 2.44, verdict: said() })).toMatchObject({
    factor: "×2.44",
    subject: "proxy-3",
    chip: "lifo-drift",
    stale: false,
    calm: null,
  });
  expect(hasFinding({ verdict: said() })).toBe(true);
});

test("calm ones have words and no chip; never assessed is not balanced", () => {
  const calm = said({ kind: "balanced", subject: null });
  expect(skewCell({ skew: 1, verdict: calm })).toMatchObject({ chip: null, calm: "balanced" });
  expect(skewCell({ skew: null, verdict: null })).toMatchObject({
    factor: null,
    calm: null,
    title: "not assessed yet",
  });
  expect(hasFinding({ verdict: calm })).toBe(false);
  expect(hasFinding({ verdict: null })).toBe(false);
});

test("an old assessment is said to be old", () => {
  const cell = skewCell({ skew: 2.44, verdict: said({ ageMs: 300_000 }) });
  expect(cell.stale).toBe(true);
  expect(cell.title.replaceAll("\u202f", " ")).toBe("proxy-3 gains connections (said 5 min ago)");
});
