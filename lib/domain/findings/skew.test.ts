import { expect, it } from "vitest";
import { findSkew, type SkewFacts } from "./skew";

const NOW = Date.UTC(2026, 10, 22, 14, 3, 0);
const plain = (text: string | undefined) => text?.replaceAll("\u202f", " ");

const drift: SkewFacts = {
  verdict: { kind: "lifo-drift", confidence: 0.95, sinceMs: NOW - 120_000 },
  sentence: "LIFO drift: proxy-3 holds 61 % of connections (fair 25 %)",
  skew: 2.1,
};
const verdict = (kind: SkewFacts["verdict"]["kind"], confidence = 0.95, agoMs: number | null = 120_000) => ({
  ...drift,
  verdict: { kind, confidence, sinceMs: agoMs === null ? null : NOW - agoMs },
});

it.each([
  ["lifo-drift", "critical"],
  ["leak", "critical"],
  ["uneven-arrivals", "warning"],
  ["hot-connections", "warning"],
] as const)("%s is %s once it is sure", (kind, state) => {
  expect(findSkew(verdict(kind, 0.8), NOW)).toEqual({ state, sentence: drift.sentence });
  expect(findSkew(verdict(kind, 0.79), NOW)).toBeNull();
});

it.each(["balanced", "insufficient-data"] as const)("%s needs nobody", (kind) => {
  expect(findSkew(verdict(kind), NOW)).toBeNull();
});

it.each(["proxy-restarted", "proxy-added"] as const)("%s is trouble only while it stays uneven", (kind) => {
  expect(findSkew(verdict(kind), NOW)).toBeNull();
  expect(findSkew(verdict(kind, 0.95, null), NOW)).toBeNull();
  expect(findSkew({ ...verdict(kind, 0.95, 660_000), skew: 1.5 }, NOW)).toBeNull();
  expect(findSkew({ ...verdict(kind, 0.95, 660_000), skew: null }, NOW)).toBeNull();
  expect(plain(findSkew(verdict(kind, 0.95, 660_000), NOW)?.sentence)).toBe(
    `${drift.sentence}; still uneven after 11 min, 2.1 times a fair share`,
  );
});
