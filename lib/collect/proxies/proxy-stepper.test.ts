import { expect, test } from "vitest";
import type { ProxyReading } from "@/lib/domain/proxies/model";
import { UNTOLD } from "@/lib/domain/proxies/reading";
import type { StatisticsAnswer } from "../sources/proxy-statistics";
import { failure } from "../sources/redis-failure";
import { createProxyStepper, type StepTurn } from "./proxy-stepper";

const reading: ProxyReading = { ...UNTOLD, connections: 4, openedTotal: 10 };
const DOWN: StatisticsAnswer = { state: "failed", failure: failure("unreachable", "is down") };

/** A turn each five seconds; the answers in order, the last one for ever. */
async function turns(count: number, answers: readonly StatisticsAnswer[]) {
  let nowMs = 0;
  let asked = 0;
  const stepper = createProxyStepper({
    read: async () => answers[Math.min(asked++, answers.length - 1)] ?? DOWN,
    intervalMs: 5000,
    own: () => ({ open: 0, opened: 0 }),
    clock: () => nowMs,
    random: () => 0.5,
  });
  const states: StepTurn["state"][] = [];
  for (let turn = 0; turn < count; turn++) {
    states.push((await stepper.turn(new AbortController().signal)).state);
    nowMs += 5000;
  }
  return { asked, states };
}

test("an endpoint that stays dead is asked ever more seldom, down to twice a minute", async () => {
  const { asked, states } = await turns(120, [DOWN]);
  expect(states.slice(0, 9)).toEqual([
    "failed",
    "failed",
    "failed",
    "waiting",
    "failed",
    "waiting",
    "waiting",
    "waiting",
    "failed",
  ]);
  expect(asked).toBeLessThanOrEqual(25);
  expect(asked).toBeGreaterThanOrEqual(18);
});

test("one failure costs no reading more than itself", async () => {
  const ok: StatisticsAnswer = { state: "ok", reading };
  const { states } = await turns(4, [ok, DOWN, ok, ok]);
  expect(states).toEqual(["step", "failed", "step", "step"]);
});
