import { expect, test } from "vitest";
import { placeBands } from "./place-bands";

const span = { fromMs: 0, toMs: 100_000 };
const box = { left: 0, top: 0, width: 1000, height: 50 };
const band = (fromMs: number, toMs: number, scope: "all" | "node" = "all") => ({
  fromMs,
  toMs,
  scope,
  sentence: "the collector was away",
});

test("a band says its reason where it fits, else that nothing was collected, else nothing", () => {
  const labels = placeBands([band(0, 30_000), band(40_000, 50_000), band(60_000, 61_000)], span, box).map(
    (placed) => placed.label?.text ?? null,
  );
  expect(labels).toEqual(["the collector was away", "not collected", null]);
});

test("a gap is never too short to be seen, and one node's gap has no label in the plot", () => {
  const [short, node] = placeBands([band(0, 10), band(0, 90_000, "node")], span, box);
  expect(short?.width).toBe(1.5);
  expect(node?.label).toBeNull();
});
