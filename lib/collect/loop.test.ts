import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { startLoop } from "./loop";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
});
afterEach(() => {
  vi.useRealTimers();
});

test("turns keep their beat although each of them takes time", async () => {
  const startedAt: number[] = [];
  const origin = performance.now();
  const loop = startLoop({
    firstDelayMs: 100,
    turn: async () => {
      startedAt.push(performance.now() - origin);
      await new Promise((resolve) => setTimeout(resolve, 300));
      return 1000;
    },
    onError: (error) => expect.unreachable(String(error)),
  });
  await vi.advanceTimersByTimeAsync(3500);
  await loop.stop();
  expect(startedAt).toEqual([100, 1100, 2100, 3100]);
});

test("a turn longer than its interval skips the beats it missed and never overlaps", async () => {
  let atOnce = 0;
  let most = 0;
  let turns = 0;
  const loop = startLoop({
    firstDelayMs: 0,
    turn: async () => {
      turns++;
      most = Math.max(most, ++atOnce);
      await new Promise((resolve) => setTimeout(resolve, 2500));
      atOnce--;
      return 1000;
    },
    onError: (error) => expect.unreachable(String(error)),
  });
  await vi.advanceTimersByTimeAsync(10_000);
  expect({ most, turns }).toEqual({ most: 1, turns: 4 });
  const stopped = loop.stop();
  await vi.advanceTimersByTimeAsync(3000);
  await stopped;
});

test("hurry runs the next turn now", async () => {
  let turns = 0;
  const loop = startLoop({
    firstDelayMs: 5000,
    turn: async () => {
      turns++;
      return 60_000;
    },
    onError: (error) => expect.unreachable(String(error)),
  });
  loop.hurry();
  await vi.advanceTimersByTimeAsync(1);
  expect(turns).toBe(1);
  await vi.advanceTimersByTimeAsync(59_000);
  expect(turns).toBe(1);
  await loop.stop();
});

test("a turn that throws is told and tried again", async () => {
  const errors: unknown[] = [];
  const loop = startLoop({
    firstDelayMs: 0,
    turn: async () => {
      throw new Error("broken");
    },
    onError: (error) => errors.push(error),
    afterErrorMs: 1000,
  });
  await vi.advanceTimersByTimeAsync(2500);
  await loop.stop();
  expect(errors).toHaveLength(3);
});

test("stop waits for the turn that is running and tells it so", async () => {
  let aborted = false;
  const loop = startLoop({
    firstDelayMs: 0,
    turn: async (signal) => {
      await new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve()));
      aborted = signal.aborted;
      return 1000;
    },
    onError: (error) => expect.unreachable(String(error)),
  });
  await vi.advanceTimersByTimeAsync(10);
  await loop.stop();
  expect(aborted).toBe(true);
});
