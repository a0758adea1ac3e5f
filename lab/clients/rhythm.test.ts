import { expect, test } from "vitest";
import { concurrencyAt, type Rhythm } from "@/lab/clients/rhythm";

const rhythm: Rhythm = { low: 4, high: 20, waveMs: 1_000, burst: 10, burstMs: 50, burstEveryMs: 400 };

test.each([
  [100, 0, 6, "rising"],
  [500, 0, 20, "at the top"],
  [1_000, 0, 4, "in the lull"],
  [1_200, 0, 20, "rising again, in a burst"],
  [0, 0.5, 20, "half a wave ahead"],
])("%i ms after the start, with phase %d: %i requests, %s", (elapsedMs, phase, requests) => {
  expect(concurrencyAt(rhythm, elapsedMs, phase)).toBe(requests);
});
