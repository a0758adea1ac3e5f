import { expect, test } from "vitest";
import type { HealthState } from "@/lib/domain/findings/state";
import { fleetHeadline, fleetSummary } from "./headline";
import { clusterRow, clustersAnswer } from "./testing/cluster-row";

const fleet = (...states: HealthState[]) => states.map((state, index) => clusterRow(`c${index}`, { state }));
const plain = (text: string) => text.replaceAll("\u202f", " ");

test.each<[HealthState[], string]>([
  [["critical", "critical", "warning", "stale", "ok"], "2 of 5 clusters need you now"],
  [["critical", "ok"], "1 of 2 clusters needs you now"],
  [["warning", "stale", "ok"], "1 of 3 clusters needs a look today"],
  [["warning", "warning", "ok"], "2 of 3 clusters need a look today"],
  [["stale", "ok"], "1 of 2 clusters cannot be seen at the moment"],
  [["stale", "stale"], "None of 2 clusters can be seen at the moment"],
  [["unknown", "unknown"], "Waiting for the first answers from 2 clusters"],
  [["unknown", "ok"], "1 of 2 clusters is steady, the rest not seen yet"],
  [["ok", "ok"], "All 2 clusters are steady"],
  [["ok"], "c0 is steady"],
  [["critical"], "c0 needs you now"],
  [["stale"], "c0 cannot be seen at the moment"],
])("%j: %s", (states, headline) => expect(fleetHeadline(fleet(...states))).toBe(headline));

test("the summary backs it with numbers", () => {
  expect(plain(fleetSummary(clustersAnswer(fleet("critical", "ok", "ok"))))).toBe(
    "1 critical · 2 steady; 314 connections, 2.3 opened per second. Watching costs the busiest node 0.11 % of its main thread.",
  );
});

test("what is not known is left out, not zero", () => {
  const rows = [clusterRow("a", { state: "unknown", connections: null })];
  const totals = { connections: 0, openedPerSec: null, dearestNode: null, cloudwatch: null };
  expect(fleetSummary(clustersAnswer(rows, { totals }))).toBe("1 not seen yet.");
});

test("a sum that lacks some clusters is a lower bound, and none at all when it is zero", () => {
  const rows = [clusterRow("a"), clusterRow("b", { openedPerSec: null })];
  const totals = (openedPerSec: number) => ({
    connections: 5,
    openedPerSec,
    dearestNode: null,
    cloudwatch: null,
  });
  expect(fleetSummary(clustersAnswer(rows, { totals: totals(2.3) }))).toBe(
    "2 steady; 5 connections, at least 2.3 opened per second.",
  );
  expect(fleetSummary(clustersAnswer(rows, { totals: totals(0) }))).toBe("2 steady; 5 connections.");
});
