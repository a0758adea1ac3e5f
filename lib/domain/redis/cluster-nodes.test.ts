import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseClusterNodes } from "./cluster-nodes";

const fixture = (name: string) =>
  readFileSync(new URL(`./fixtures/cluster/${name}.txt`, import.meta.url), "utf8");
const nodesOf = (name: string) => parseClusterNodes(fixture(name)).nodes;

describe("CLUSTER NODES", () => {
  it("reads a healthy cluster", () => {
    const nodes = nodesOf("nodes-healthy");
    expect(nodes).toHaveLength(6);
    const myself = nodes.find((node) => node.myself);
    expect(myself).toEqual({
      id: "c237c7e4c4ddfc2512ab0fa9022b5dccbd619a5a",
      host: "127.0.0.1",
      port: 7101,
      busPort: 17101,
      myself: true,
      role: "primary",
      failing: "no",
      handshake: false,
      configEpoch: 1,
      linked: true,
      slots: [{ from: 0, to: 5460 }],
    });
    const replicas = nodes.filter(({ role }) => role === "replica");
    expect(replicas.map(({ primaryId }) => nodes.find(({ id }) => id === primaryId)?.port)).toEqual([
      7103, 7102, 7101,
    ]);
    expect(replicas.flatMap(({ slots }) => slots)).toEqual([]);
  });

  it.each([
    ["nodes-after-kill-1s", "no", false],
    ["nodes-after-kill-4s", "suspected", false],
    ["nodes-after-kill-5s", "failed", false],
    ["nodes-after-kill-8s", "failed", false],
    ["nodes-rejoined", "failed", true],
  ])("%s: the killed primary is %s", (name, failing, linked) => {
    expect(nodesOf(name).find(({ port }) => port === 7103)).toMatchObject({
      role: "primary",
      failing,
      linked,
    });
    expect(nodesOf(name).filter((node) => node.failing !== "no" || !node.linked)).toHaveLength(1);
  });

  it("knows a node that has not joined yet", () => {
    expect(nodesOf("nodes-handshake")[0]).toMatchObject({
      host: "127.0.0.9",
      port: 7999,
      role: "unknown",
      handshake: true,
    });
  });

  it.each([
    [
      "before 4.0, without a bus port",
      "a1 10.0.0.1:6379 master - 0 0 1 connected 0 5-6",
      { host: "10.0.0.1", port: 6379 },
    ],
    [
      "with a host name",
      "a1 10.0.0.1:6379@16379,cache.internal,shard-id=x master - 0 0 1 connected 0 5-6",
      { hostname: "cache.internal" },
    ],
    [
      "with an empty host name",
      "a1 10.0.0.1:6379@16379, master - 0 0 1 connected 0 5-6",
      { host: "10.0.0.1" },
    ],
    ["over IPv6", "a1 fd00::1:6379@16379 master - 0 0 1 connected 0 5-6", { host: "fd00::1", port: 6379 }],
    [
      "in migration",
      "a1 10.0.0.1:6379@16379 master - 0 0 1 connected 0 5-6 [7->-b2] [8-<-c3]",
      { host: "10.0.0.1" },
    ],
    ["without an address", "a1 :0@0 master,noaddr - 0 0 1 connected 0 5-6", { host: "", port: 0 }],
  ])("reads a node %s", (_, line, expected) => {
    const { nodes, rejects } = parseClusterNodes(`${line}\n`);
    expect(rejects).toEqual([]);
    expect(nodes[0]).toMatchObject({ id: "a1", ...expected });
    expect(nodes[0]?.slots).toEqual([
      { from: 0, to: 0 },
      { from: 5, to: 6 },
    ]);
    expect(nodes[0]).not.toHaveProperty("primaryId");
  });

  it("keeps what it rejects, with the reason", () => {
    const { nodes, rejects } = parseClusterNodes(
      "-ERR This instance has cluster support disabled\na b c\n\nid nowhere master - 0 0 1 connected\n",
    );
    expect(nodes).toEqual([]);
    expect(rejects).toEqual([
      { line: 1, reason: "too few fields", text: "-ERR This instance has cluster support disabled" },
      { line: 2, reason: "too few fields", text: "a b c" },
      { line: 4, reason: "bad address", text: "id nowhere master - 0 0 1 connected" },
    ]);
  });

  it("never throws", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 200 }), (text) => void parseClusterNodes(text)),
    );
  });
});
