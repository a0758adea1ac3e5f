import { describe, expect, it } from "vitest";
import { findInNode, judgeNode, type NodeFacts } from "./node";

const NOW = Date.UTC(2026, 10, 22, 14, 3, 0);
const plain = (text: string) => text.replaceAll("\u202f", " ");

const calm: NodeFacts = {
  address: "10.0.5.21:6379",
  role: "primary",
  slots: null,
  lastAnswerAtMs: NOW - 800,
  error: null,
  countedAtMs: NOW - 4_000,
  countIntervalMs: 10_000,
  connections: 218,
  connectedClients: 220,
  maxclients: 10_000,
  rejectedPerSec: 0,
  linkUp: null,
  listRefusal: null,
  listTrouble: null,
  perHour: null,
  hoursToLimit: null,
};

describe("judgeNode", () => {
  it.each<[string, Partial<NodeFacts>, string, string]>([
    ["a calm node says what it holds", {}, "ok", "218 connections, 2.2 % of its limit used"],
    [
      "one connection is singular",
      { connections: 1, connectedClients: 2 },
      "ok",
      "1 connection, 0.02 % of its limit used",
    ],
    ["an unknown limit is left out", { maxclients: null }, "ok", "218 connections"],
    [
      "not counted is not zero",
      { connections: null, countedAtMs: null },
      "ok",
      "answers; its connections are not counted yet",
    ],
    ["just below the warning", { connectedClients: 7_999 }, "ok", "218 connections, 80 % of its limit used"],
    [
      "four fifths",
      { connectedClients: 8_000 },
      "warning",
      "is at 80 % of its limit: 8,000 of 10,000 connections",
    ],
    [
      "nearly full",
      { connectedClients: 9_500 },
      "critical",
      "is at 95 % of its limit: 9,500 of 10,000 connections",
    ],
    ["rejections as a rate", { rejectedPerSec: 2.34 }, "warning", "rejects 2.3 connections a second"],
    ["rejections not known", { rejectedPerSec: null }, "ok", "218 connections, 2.2 % of its limit used"],
    [
      "a replica without its primary",
      { role: "replica", linkUp: false },
      "warning",
      "has no link to its primary",
    ],
    [
      "a replica with one",
      { role: "replica", linkUp: true },
      "ok",
      "218 connections, 2.2 % of its limit used",
    ],
    [
      "a trend that ends today",
      { perHour: 1_240, hoursToLimit: 7.9 },
      "warning",
      "reaches its limit of 10,000 in 7.9 h: 1,240 more each hour",
    ],
    [
      "a trend that ends tomorrow",
      { perHour: 400, hoursToLimit: 24 },
      "ok",
      "218 connections, 2.2 % of its limit used",
    ],
    [
      "a refused list",
      { listRefusal: "NOPERM User evenkeel has no permissions to run the 'client|list' command" },
      "warning",
      "does not list its clients: NOPERM User evenkeel has no permissions to run the 'client|list' command",
    ],
    [
      "silence, with its length, cause and the last good moment",
      { lastAnswerAtMs: NOW - 49_000, countedAtMs: NOW - 52_000, error: "no answer within 1 s" },
      "stale",
      "has been silent for 49 s (last good 14:02:11): no answer within 1 s",
    ],
    [
      "one failed probe is not silence",
      { lastAnswerAtMs: NOW - 2_000, error: "no answer within 1 s" },
      "ok",
      "218 connections, 2.2 % of its limit used",
    ],
    [
      "an old list on a node that answers",
      { countedAtMs: NOW - 31_000 },
      "stale",
      "was last counted 31 s ago, due every 10 s",
    ],
    [
      "a wide interval is not old",
      { countedAtMs: NOW - 170_000, countIntervalMs: 60_000 },
      "ok",
      "218 connections, 2.2 % of its limit used",
    ],
    [
      "an old list, with the reason where there is one",
      { countedAtMs: NOW - 31_000, listTrouble: "cut the reply in the middle" },
      "stale",
      "was last counted 31 s ago, due every 10 s: cut the reply in the middle",
    ],
    [
      "never listed, although it answers",
      { countedAtMs: null, connections: null, listTrouble: "does not speak the Redis protocol" },
      "warning",
      "does not list its clients: does not speak the Redis protocol",
    ],
    [
      "nobody asks any more",
      { lastAnswerAtMs: NOW - 240_000, countedAtMs: null },
      "stale",
      "was last heard of 4 min ago",
    ],
    ["never asked", { lastAnswerAtMs: null, countedAtMs: null }, "unknown", "not asked yet"],
    [
      "never let in",
      { lastAnswerAtMs: null, countedAtMs: null, error: "WRONGPASS invalid username-password pair" },
      "unknown",
      "never answered: WRONGPASS invalid username-password pair",
    ],
  ])("%s", (_, change, state, sentence) => {
    const judgement = judgeNode({ ...calm, ...change }, NOW);
    expect({ ...judgement, sentence: plain(judgement.sentence) }).toEqual({ state, sentence });
  });

  it("a silent node is not judged by its old numbers", () => {
    const silent = { ...calm, lastAnswerAtMs: NOW - 60_000, error: "timed out", connectedClients: 9_900 };
    expect(findInNode(silent, NOW).map((finding) => finding.kind)).toEqual(["silent"]);
  });

  it("names everything that is wrong, what matters most first", () => {
    const busy = { ...calm, connectedClients: 9_600, rejectedPerSec: 3, listRefusal: "NOPERM" };
    expect(findInNode(busy, NOW).map((finding) => finding.kind)).toEqual([
      "at-limit",
      "rejects",
      "list-refused",
    ]);
  });
});
