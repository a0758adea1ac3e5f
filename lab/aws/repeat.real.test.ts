import { expect, test } from "vitest";
import { repeatOnTheClock } from "@/lab/aws/repeat";
import { until } from "@/lab/until";

test("it comes at full multiples, each once, none before its time, until it is ended", async () => {
  const times: { readonly atMs: number; readonly nowMs: number }[] = [];
  const end = repeatOnTheClock(20, async (atMs) => void times.push({ atMs, nowMs: Date.now() }));
  await until("ten of them", () => times.length >= 10);
  await end();
  const count = times.length;
  expect(times.every(({ atMs }) => atMs % 20 === 0)).toBe(true);
  expect(new Set(times.map(({ atMs }) => atMs)).size).toBe(count);
  for (const { atMs, nowMs } of times) expect(nowMs).toBeGreaterThanOrEqual(atMs - 1);
});
