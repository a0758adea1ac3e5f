import { expect, test } from "vitest";
import type { Fleet, FleetResult } from "@/lib/config/fleet";
import { DEFAULT_RETENTION } from "@/lib/store/retention";
import { printFleetProblem, takeFleet } from "./fleet-status";
import { QUICK_WATCH } from "./testing/watched-cluster";

const path = "/etc/evenkeel.yaml";
const fleet: Fleet = {
  path,
  clusters: [],
  elasticacheDiscovery: [],
  cloudwatch: { monthlyBudgetUsd: 50, backfillMs: 0 },
  defaults: QUICK_WATCH,
  retention: DEFAULT_RETENTION,
};
const good: FleetResult = { state: "ok", fleet };
const bad: FleetResult = {
  state: "invalid",
  path,
  problems: [{ line: 3, message: "unknown key", hint: "nodes" }],
};
const at = (sec: number) => new Date(sec * 1000);

test("a bad file is told and leaves the last good fleet in force", () => {
  const first = takeFleet(null, good, at(1));
  expect(first.status).toEqual({ state: "ok", path, loadedAt: at(1).toISOString(), problems: [] });
  const second = takeFleet(first, bad, at(2));
  expect(second.fleet).toBe(fleet);
  expect(second.status).toMatchObject({
    state: "invalid",
    loadedAt: at(1).toISOString(),
    problems: [{ line: 3 }],
  });
  expect(takeFleet(second, good, at(3)).status).toMatchObject({
    state: "ok",
    loadedAt: at(3).toISOString(),
    problems: [],
  });
});

test("a file that is gone leaves the last good fleet in force, and none when there never was one", () => {
  expect(takeFleet(null, { state: "missing", path }, at(1))).toMatchObject({
    fleet: null,
    status: { state: "missing", loadedAt: null, problems: [] },
  });
  const gone = takeFleet(takeFleet(null, good, at(1)), { state: "missing", path }, at(2));
  expect(gone.fleet).toBe(fleet);
  expect(gone.status.problems).toHaveLength(1);
});

test("a problem names file, line and what is allowed", () => {
  expect(printFleetProblem(path, { line: 3, message: "unknown key", hint: "did you mean nodes?" })).toBe(
    "/etc/evenkeel.yaml:3: unknown key\n    did you mean nodes?",
  );
});
