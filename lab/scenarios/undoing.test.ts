import { expect, test } from "vitest";
import { undoing } from "@/lab/scenarios/undoing";

test("what was done is taken back in reverse order", async () => {
  const log: string[] = [];
  await undoing(async (undo) => {
    log.push("valve opened");
    undo(async () => void log.push("valve closed"));
    log.push("pump started");
    undo(async () => void log.push("pump stopped"));
  });
  expect(log).toEqual(["valve opened", "pump started", "pump stopped", "valve closed"]);
});

test("a failure half-way takes back what was done before it, and a failing step does not keep the others back", async () => {
  const log: string[] = [];
  const trial = undoing(async (undo) => {
    undo(async () => void log.push("valve closed"));
    undo(() => Promise.reject(new Error("the pump is stuck")));
    throw new Error("no power");
  });
  await expect(trial).rejects.toThrow("no power");
  expect(log).toEqual(["valve closed"]);
});
