import { expect, test } from "vitest";
import { momentWords, stepMoment, sweptWords } from "./moment";

const NOW = Date.UTC(2026, 10, 22, 14, 0, 0);
const iso = (ms: number) => new Date(ms).toISOString();
const plain = (text: string) => text.replaceAll("\u202f", " ");

test("a step past now is now", () => {
  expect(stepMoment(NOW - 30_000, 60_000, NOW)).toBeNull();
  expect(stepMoment(NOW - 90_000, 60_000, NOW)).toBe(NOW - 30_000);
  expect(stepMoment(NOW, -60_000, NOW)).toBe(NOW - 60_000);
});

test("a moment says how long ago it is", () => {
  expect(momentWords({ at: iso(NOW), now: iso(NOW), live: true })).toBeNull();
  expect(plain(momentWords({ at: iso(NOW - 720_000), now: iso(NOW), live: false }) ?? "")).toBe("12 min ago");
});

test("a set is as exact as its sweeps, and names the nodes it lacks", () => {
  const node = (name: string, sweptAt: number | null, reason: string | null = null) => ({
    node: name,
    sweptAt: sweptAt === null ? null : iso(sweptAt),
    connections: sweptAt === null ? null : 3,
    reason,
  });
  const words = sweptWords({
    now: iso(NOW),
    nodes: [
      node("n1", NOW - 9_000),
      node("n2", NOW - 2_000),
      node("n3", null, "CLIENT LIST refused"),
      node("n4", null),
    ],
  });
  expect(words.exact).toBe("2 nodes listed between 13:59:51 and 13:59:58 UTC");
  expect(words.missing).toEqual(["n3: CLIENT LIST refused", "n4: not listed up to this moment"]);
  expect(sweptWords({ now: iso(NOW), nodes: [] }).exact).toBeNull();
});
