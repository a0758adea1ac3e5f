import { expect, test } from "vitest";
import type { DiscoveryRow } from "@/lib/contract/aws";
import type { FleetFileStatus } from "@/lib/contract/clusters";
import type { HealthAnswer } from "@/lib/contract/health";
import { fleetNotices, fleetSituation } from "./situation";
import { clusterRow, clustersAnswer, FILE_OK } from "./testing/cluster-row";

const well: HealthAnswer = {
  now: "2026-11-22T14:03:00.000Z",
  status: "ok",
  version: "0.1.0",
  database: { state: "ok", kind: "embedded", latencyMs: 1, error: null },
  collector: {
    state: "ok",
    startedAt: "2026-11-22T13:00:00.000Z",
    lastBeatAt: "2026-11-22T14:02:00.000Z",
    spooledSweeps: 0,
    droppedSweeps: 0,
    loopLagMs: 1,
  },
  fleetFile: FILE_OK,
  sources: [],
};
const kinds = (fleetFile: FleetFileStatus, health?: HealthAnswer) =>
  fleetNotices({ fleetFile, discovery: [] }, health).map(({ kind }) => kind);

const searched: DiscoveryRow = {
  region: "eu-central-1",
  match: "prod-*",
  state: "failing",
  found: 3,
  error: "DescribeReplicationGroups in eu-central-1 was denied",
  remedy: "Grant elasticache:DescribeReplicationGroups.",
  lastSuccessAt: null,
};

test("nothing configured, nothing known yet, nothing answered yet, or all is running", () => {
  const missing = { ...FILE_OK, state: "missing" as const };
  expect(fleetSituation(clustersAnswer([], { fleetFile: missing }))).toEqual({
    kind: "unconfigured",
    file: missing,
  });
  expect(fleetSituation(clustersAnswer([], { fleetFile: { ...FILE_OK, state: "unknown" } })).kind).toBe(
    "starting",
  );
  const unseen = clusterRow("a", { state: "unknown" });
  expect(fleetSituation(clustersAnswer([unseen]))).toEqual({ kind: "watching", firstSweep: true });
  expect(fleetSituation(clustersAnswer([unseen, clusterRow("b")]))).toEqual({
    kind: "watching",
    firstSweep: false,
  });
});

test("no notice while all is well, none claimed while health is not known", () => {
  expect(kinds(FILE_OK, well)).toEqual([]);
  expect(kinds(FILE_OK, undefined)).toEqual([]);
});

test("a silent collector comes first and says for how long", () => {
  const health = {
    ...well,
    collector: { ...well.collector, state: "silent" as const, spooledSweeps: 12, droppedSweeps: 3 },
  };
  const notices = fleetNotices({ fleetFile: { ...FILE_OK, state: "invalid" }, discovery: [] }, health);
  expect(notices.map(({ kind }) => kind)).toEqual([
    "collector-silent",
    "file-invalid",
    "dropped",
    "spooling",
  ]);
  expect(notices[0]).toEqual({ kind: "collector-silent", silentMs: 60_000 });
});

test("a fleet file that vanished is said so", () => {
  expect(kinds({ ...FILE_OK, state: "missing" }, well)).toEqual(["file-gone"]);
});

test("an account that cannot be searched is told, one that answers is not", () => {
  const discovery = [searched, { ...searched, region: "us-east-1", state: "ok" as const, error: null }];
  expect(fleetNotices({ fleetFile: FILE_OK, discovery }, well)).toEqual([
    { kind: "discovery", row: searched },
  ]);
});

test("an empty fleet that is searched for needs no guide to the fleet file", () => {
  expect(fleetSituation(clustersAnswer([], { discovery: [searched] }))).toEqual({
    kind: "searching",
    failing: true,
  });
});
