import { expect, test } from "vitest";
import {
  type CellWords,
  costWords,
  formatHours,
  headroomWords,
  linkWords,
  pingWords,
  roleWords,
  stallWords,
} from "./node-words";
import { nodeRow } from "./testing/node-row";

const read = (words: CellWords | null) =>
  words &&
  [words.main, words.subs.join(", ") || null, words.tone].map(
    (part) => part?.replaceAll("\u202f", " ") ?? null,
  );

const limit = (ratio: number) => ({ node: "n", connections: ratio * 1000, maxclients: 1000, ratio });

test.each([
  [0.024, null, ["2.4 % of 1,000", null, "plain"]],
  [0.85, null, ["85 % of 1,000", null, "warning"]],
  [0.96, 2, ["96 % of 1,000", "full in 2 h at this trend", "critical"]],
  [0.3, 5.4, ["30 % of 1,000", "full in 5 h at this trend", "warning"]],
  [0.3, 400, ["30 % of 1,000", "full in 17 d at this trend", "plain"]],
])("headroom %d, %s hours", (ratio, hoursToLimit, words) => {
  expect(read(headroomWords({ headroom: limit(ratio), hoursToLimit }))).toEqual(words);
});

test("an unknown limit is not a limit of zero", () => {
  expect(headroomWords({ headroom: null, hoursToLimit: null })).toBeNull();
});

test.each([
  [0.2, "12 min"],
  [1.2, "1 h"],
  [71, "71 h"],
  [100, "4 d"],
  [24 * 1000, "over a year"],
])("%d hours are %s", (hours, text) => {
  expect(formatHours(hours).replaceAll("\u202f", " ")).toBe(text);
});

test("a ping shows its median, its range, and what was not answered", () => {
  const ping = { minMs: 0.11, medianMs: 0.21, maxMs: 4.1, sent: 60, failed: 0 };
  expect(read(pingWords(ping))).toEqual(["0.21 ms", "0.11 ms – 4.1 ms", "plain"]);
  expect(read(pingWords({ ...ping, failed: 2 }))).toEqual([
    "0.21 ms",
    "0.11 ms – 4.1 ms, 2 of 60 failed",
    "warning",
  ]);
  expect(pingWords({ ...ping, failed: 60 })?.tone).toBe("critical");
  expect(pingWords(null)).toBeNull();
});

test.each([
  [nodeRow({}), ["primary", null, "plain"]],
  [nodeRow({ slots: "0-5460 8000" }), ["primary", "slots 0–5460 8000", "plain"]],
  [nodeRow({ slots: "" }), ["primary", "no slots", "plain"]],
  [nodeRow({ role: "replica", primary: "n1" }), ["replica", "of n1", "plain"]],
  [nodeRow({ role: "unknown" }), ["role not known", null, "plain"]],
])("role of case %#", (node, words) => {
  expect(read(roleWords(node))).toEqual(words);
});

test.each([
  [{ linkUp: true, lagBytes: 0, lastIoSec: 1 }, ["link up", "0 B behind", "plain"]],
  [{ linkUp: true, lagBytes: null, lastIoSec: 1 }, ["link up", null, "plain"]],
  [{ linkUp: false, lagBytes: 2048, lastIoSec: 41 }, ["link down", "silent for 41 s", "warning"]],
  [{ linkUp: false, lagBytes: 2048, lastIoSec: -1 }, ["link down", "2 KiB behind", "warning"]],
  [{ linkUp: null, lagBytes: null, lastIoSec: null }, null],
])("link of case %#", (replication, words) => {
  expect(read(linkWords({ role: "replica", replication }))).toEqual(words);
});

test("a primary has no link to show", () => {
  expect(linkWords({ role: "primary", replication: { linkUp: true, lagBytes: 0, lastIoSec: 0 } })).toBeNull();
});

test.each([
  [{}, ["0.11 % of 0.20 %", "full list every 10 s", "plain"]],
  [{ ratio: 0.003 }, ["0.30 % of 0.20 %", "full list every 10 s", "warning"]],
  [
    { mode: "chunks" as const, sweepIntervalMs: 30_000 },
    ["0.11 % of 0.20 %", "list in chunks every 30 s", "plain"],
  ],
  [{ mode: "refused" as const, ratio: null }, ["— of 0.20 %", "list refused", "warning"]],
  [{ mode: "unknown" as const, sweepIntervalMs: null }, ["0.11 % of 0.20 %", "not listed yet", "plain"]],
])("cost of case %#", (over, words) => {
  expect(read(costWords({ ...nodeRow({}).cost, ...over }))).toEqual(words);
});

test("a stall is told with its bound", () => {
  expect(stallWords(nodeRow({}).cost).replaceAll("\u202f", " ")).toContain("1.2 ms");
  expect(stallWords({ ...nodeRow({}).cost, longestStallMs: null })).toContain("not known yet");
});
