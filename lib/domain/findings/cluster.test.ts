import { describe, expect, it } from "vitest";
import type { MetricSignal } from "../cloudwatch/model";
import { type ClusterFacts, judgeCluster } from "./cluster";
import type { NodeFacts } from "./node";
import { compareStates, type HealthState } from "./state";

const NOW = Date.UTC(2026, 10, 22, 14, 3, 0);
const plain = (text: string) => text.replaceAll("\u202f", " ");

function node(address: string, change: Partial<NodeFacts> = {}): NodeFacts {
  return {
    address,
    role: "replica",
    slots: null,
    lastAnswerAtMs: NOW - 800,
    error: null,
    countedAtMs: NOW - 4_000,
    countIntervalMs: 10_000,
    connections: 30,
    connectedClients: 32,
    maxclients: 10_000,
    rejectedPerSec: 0,
    linkUp: null,
    listRefusal: null,
    listTrouble: null,
    perHour: null,
    hoursToLimit: null,
    ...change,
  };
}

const silent = { lastAnswerAtMs: NOW - 49_000, countedAtMs: NOW - 52_000, error: "no answer within 1 s" };
const never = { lastAnswerAtMs: null, countedAtMs: null, connections: null };
const primary = (change: Partial<NodeFacts> = {}) =>
  node("a:1", { role: "primary", connections: 158, ...change });

const orders: ClusterFacts = {
  kind: "replication",
  nodes: [primary(), node("b:2"), node("c:3")],
  proxies: [
    { name: "proxy-1", connections: 57 },
    { name: "proxy-2", connections: 54 },
    { name: "proxy-3", connections: 54 },
    { name: "proxy-4", connections: 53 },
  ],
  direct: 0,
  connections: 218,
  skew: null,
  signals: [],
  collectorSilentMs: null,
};

const drift: ClusterFacts["skew"] = {
  verdict: { kind: "lifo-drift", confidence: 0.95, sinceMs: NOW - 120_000 },
  sentence: "LIFO drift: proxy-3 holds 61 % of connections (fair 25 %), and growing",
  skew: 2.1,
};

function signal(subject: string, change: Partial<MetricSignal> = {}): MetricSignal {
  return {
    kind: "conntrack-exceeded",
    subject,
    metric: "NetworkConntrackAllowanceExceeded",
    state: "warning",
    sinceMs: NOW - 420_000,
    untilMs: NOW - 120_000,
    value: 412,
    threshold: 1,
    unit: "per-minute",
    sentence: `${subject} loses packets`,
    ...change,
  };
}

describe("judgeCluster", () => {
  it.each<[string, Partial<ClusterFacts>, HealthState, string]>([
    ["calm, through proxies", {}, "ok", "218 connections through 4 proxies, largest share 26 %"],
    [
      "direct clients are named",
      { direct: 12, connections: 230 },
      "ok",
      "230 connections through 4 proxies, largest share 25 %, 12 direct",
    ],
    [
      "calm, without proxies",
      { proxies: [], direct: 218 },
      "ok",
      "218 connections on 3 nodes, largest share 72 %",
    ],
    [
      "one node",
      { proxies: [], direct: 1, connections: 1, nodes: [primary({ connections: 1 })] },
      "ok",
      "1 connection on 1 node",
    ],
    ["empty", { connections: 0, proxies: [] }, "ok", "0 connections on 3 nodes"],
    ["not counted yet", { connections: null }, "ok", "3 nodes answering; connections not counted yet"],
    [
      "the primary is silent",
      { nodes: [primary(silent), node("b:2"), node("c:3")] },
      "critical",
      "primary a:1 has been silent for 49 s (last good 14:02:11): no answer within 1 s",
    ],
    [
      "a primary beats a replica, and a second one is counted",
      {
        kind: "cluster",
        nodes: [node("c:3", silent), primary(silent), node("b:2", { ...silent, role: "primary" })],
      },
      "critical",
      "primary a:1 has been silent for 49 s (last good 14:02:11): no answer within 1 s; 2 more nodes likewise",
    ],
    [
      "a silent former primary, its successor answers",
      { nodes: [primary(silent), node("b:2", { role: "primary" }), node("c:3")] },
      "warning",
      "primary a:1 has been silent for 49 s (last good 14:02:11): no answer within 1 s",
    ],
    [
      "in Redis Cluster a successor serves the same slots",
      {
        kind: "cluster",
        nodes: [
          primary({ ...silent, slots: "0-5460" }),
          node("b:2", { role: "primary", slots: "0-5460" }),
          node("c:3", { role: "primary", slots: "5461-10922" }),
        ],
      },
      "warning",
      "primary a:1 has been silent for 49 s (last good 14:02:11): no answer within 1 s",
    ],
    [
      "in Redis Cluster other primaries do not replace it",
      {
        kind: "cluster",
        nodes: [
          primary({ ...silent, slots: "0-5460" }),
          node("c:3", { role: "primary", slots: "5461-10922" }),
        ],
      },
      "critical",
      "primary a:1 has been silent for 49 s (last good 14:02:11): no answer within 1 s",
    ],
    [
      "a replica is silent",
      { nodes: [primary(), node("b:2", silent), node("c:3")] },
      "warning",
      "replica b:2 has been silent for 49 s (last good 14:02:11): no answer within 1 s",
    ],
    [
      "full comes before silent replicas",
      { nodes: [primary({ connectedClients: 9_700 }), node("b:2", silent), node("c:3")] },
      "critical",
      "primary a:1 is at 97 % of its limit: 9,700 of 10,000 connections",
    ],
    [
      "a drift",
      { skew: drift },
      "critical",
      "LIFO drift: proxy-3 holds 61 % of connections (fair 25 %), and growing",
    ],
    [
      "a drift comes before old data of a node",
      { skew: drift, nodes: [primary(), node("b:2", { countedAtMs: NOW - 45_000 }), node("c:3")] },
      "critical",
      "LIFO drift: proxy-3 holds 61 % of connections (fair 25 %), and growing",
    ],
    [
      "of two warnings the node's trouble leads",
      {
        skew: { ...drift, verdict: { ...drift.verdict, kind: "uneven-arrivals" } },
        nodes: [primary(), node("b:2", silent), node("c:3")],
      },
      "warning",
      "replica b:2 has been silent for 49 s (last good 14:02:11): no answer within 1 s",
    ],
    [
      "a drift is more urgent than a silent replica",
      { skew: drift, nodes: [primary(), node("b:2", silent), node("c:3")] },
      "critical",
      "LIFO drift: proxy-3 holds 61 % of connections (fair 25 %), and growing",
    ],
    [
      "CloudWatch tells of one node",
      { signals: [signal("orders-001")] },
      "warning",
      "orders-001 loses packets",
    ],
    [
      "CloudWatch tells of several nodes, the worst is named",
      {
        signals: [
          signal("orders-001"),
          signal("orders-002", { state: "critical" }),
          signal("orders-003", { state: "notice" }),
          signal("orders-002", { kind: "memory" }),
        ],
      },
      "critical",
      "orders-002 loses packets; 1 more node likewise",
    ],
    [
      "a notice calls nobody",
      { signals: [signal("orders-001", { state: "notice" })] },
      "ok",
      "218 connections through 4 proxies, largest share 26 %",
    ],
    [
      "a signal of long ago calls nobody",
      { signals: [signal("orders-001", { state: "critical", untilMs: NOW - 36 * 60_000 })] },
      "ok",
      "218 connections through 4 proxies, largest share 26 %",
    ],
    [
      "of two warnings, what a node shows now leads",
      {
        signals: [signal("orders-001")],
        nodes: [primary(), node("b:2", { linkUp: false }), node("c:3")],
      },
      "warning",
      "replica b:2 has no link to its primary",
    ],
    [
      "a signal is as urgent as it is, whatever a node shows",
      {
        signals: [signal("orders-001", { state: "critical" })],
        nodes: [primary(), node("b:2", { linkUp: false }), node("c:3")],
      },
      "critical",
      "orders-001 loses packets",
    ],
    [
      "a node's trouble in CloudWatch comes before a load that is shared unevenly",
      { skew: drift, signals: [signal("orders-001", { state: "critical" })] },
      "critical",
      "orders-001 loses packets",
    ],
    [
      "a drift is more urgent than a warning of CloudWatch",
      { skew: drift, signals: [signal("orders-001")] },
      "critical",
      "LIFO drift: proxy-3 holds 61 % of connections (fair 25 %), and growing",
    ],
    [
      "CloudWatch tells of nodes that nobody can reach",
      { nodes: [node("a:1", never)], signals: [signal("orders-001")] },
      "warning",
      "orders-001 loses packets",
    ],
    [
      "links are down",
      { nodes: [primary(), node("b:2", { linkUp: false }), node("c:3", { linkUp: false })] },
      "warning",
      "replica b:2 has no link to its primary; 1 more node likewise",
    ],
    [
      "old data of one node",
      { nodes: [primary(), node("b:2", { countedAtMs: NOW - 45_000 }), node("c:3")] },
      "stale",
      "replica b:2 was last counted 45 s ago, due every 10 s",
    ],
    [
      "a node that never let us in",
      { nodes: [primary(), node("b:2", { ...never, role: "unknown", error: "WRONGPASS" })] },
      "warning",
      "b:2 never answered: WRONGPASS",
    ],
    [
      "a node just discovered is nobody's worry",
      { nodes: [primary(), node("b:2", never)] },
      "ok",
      "218 connections through 4 proxies, largest share 26 %",
    ],
    ["never asked", { nodes: [node("a:1", never)], connections: null }, "unknown", "not asked yet"],
    ["no nodes at all", { nodes: [], connections: null }, "unknown", "not asked yet"],
    [
      "never reached",
      {
        nodes: [node("a:1", { ...never, error: "connect ECONNREFUSED a:1" }), node("b:2", never)],
        connections: null,
      },
      "unknown",
      "a:1 never answered: connect ECONNREFUSED a:1 (none of 2 nodes answered)",
    ],
    [
      "a silent collector makes everything old, whatever it said last",
      { collectorSilentMs: 190_000, nodes: [primary({ connectedClients: 9_900 })] },
      "stale",
      "nothing collected for 3 min: the collector is silent",
    ],
  ])("%s", (_, change, state, sentence) => {
    const judgement = judgeCluster({ ...orders, ...change }, NOW);
    expect({ ...judgement, sentence: plain(judgement.sentence) }).toEqual({ state, sentence });
  });
});

describe("compareStates", () => {
  it("lists what needs a human first", () => {
    const states: HealthState[] = ["ok", "stale", "critical", "unknown", "warning"];
    expect(states.sort(compareStates)).toEqual(["critical", "warning", "stale", "unknown", "ok"]);
  });
});
