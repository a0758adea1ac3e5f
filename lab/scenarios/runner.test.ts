import { expect, test } from "vitest";
import { aborted } from "@/lab/scenarios/aborted";
import { createScenarioRunner } from "@/lab/scenarios/runner";
import { type LabWorld, type Scenario, ScenarioInputError } from "@/lab/scenarios/scenario";
import { createTruth } from "@/lab/truth";

/** These scenarios touch nothing of the world. */
const world = {} as LabWorld;

function scenario(prepare: Scenario["prepare"]): Scenario {
  return { name: "trial", summary: "For the test.", parameters: {}, prepare };
}

function setUp(trial: Scenario) {
  let clockMs = Date.UTC(2026, 0, 1);
  const truth = createTruth(() => clockMs++);
  return { truth, runner: createScenarioRunner([trial], world, truth) };
}

test("a scenario runs once at a time, until it is ended, and undoes what it did before it counts as done", async () => {
  const trial = scenario(() => async ({ record, signal }) => {
    record({ action: "valve-opened", subject: "valve" });
    await aborted(signal);
    record({ action: "valve-closed", subject: "valve" });
  });
  const { runner, truth } = setUp(trial);
  expect(runner.stateOf(trial)).toEqual({ state: "idle" });
  expect(runner.start(trial, undefined)).toBe(true);
  expect(runner.start(trial, undefined)).toBe(false);
  expect(runner.stateOf(trial)).toMatchObject({ state: "running" });
  await runner.end(trial);
  expect(runner.stateOf(trial)).toMatchObject({ state: "done" });
  expect(truth.entries().map(({ at, action }) => `${at.slice(-5)} ${action}`)).toEqual([
    ".000Z scenario-started",
    ".001Z valve-opened",
    ".002Z valve-closed",
    ".003Z scenario-ended",
  ]);
});

test("a scenario that fails says why, and can be started again", async () => {
  const trial = scenario(() => async () => {
    throw new Error("the valve is stuck");
  });
  const { runner, truth } = setUp(trial);
  runner.start(trial, undefined);
  await runner.end(trial);
  expect(runner.stateOf(trial)).toMatchObject({ state: "failed", reason: "the valve is stuck" });
  expect(truth.entries().at(-1)).toMatchObject({ action: "scenario-failed", scenario: "trial" });
  expect(runner.start(trial, undefined)).toBe(true);
});

test("parameters that make no sense start nothing", () => {
  const trial = scenario(() => {
    throw new ScenarioInputError([{ field: "valve", message: "no such valve" }]);
  });
  const { runner, truth } = setUp(trial);
  expect(() => runner.start(trial, { valve: 9 })).toThrow(ScenarioInputError);
  expect(runner.stateOf(trial)).toEqual({ state: "idle" });
  expect(truth.entries()).toEqual([]);
});

test("ending a scenario that does not run is no error", async () => {
  const trial = scenario(() => async () => undefined);
  await expect(setUp(trial).runner.end(trial)).resolves.toBeUndefined();
});
