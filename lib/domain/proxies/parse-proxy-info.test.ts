import { readFileSync } from "node:fs";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parsePredixyInfo, parseProxyInfo } from "./parse-proxy-info";

const proxyAnswer = (name: string) => readFileSync(new URL(`./fixtures/${name}`, import.meta.url), "utf8");

const PREDIXY = proxyAnswer("predixy-info.txt");
const CLUSTER_PROXY = proxyAnswer("redis-cluster-proxy-info.txt");
const REDIS =
  "# Server\r\nredis_version:7.0.15\r\nuptime_in_seconds:7\r\n# Clients\r\nconnected_clients:3\r\n";
const STARTED_SEC = 1_795_368_398;

describe("Predixy's INFO", () => {
  it("is read; its uptime is the moment of its start", () => {
    expect(parsePredixyInfo(PREDIXY, (STARTED_SEC + 60) * 1000)).toEqual({
      state: "ok",
      reading: {
        connections: 9,
        openedTotal: 13,
        closedTotal: null,
        requestsTotal: 2282,
        bytesInTotal: 55_874,
        bytesOutTotal: 13_680,
        backConnections: 1,
        uptimeSec: 60,
        ageMs: null,
      },
    });
  });

  it("may tell an uptime after all, and have several servers", () => {
    const text = "Uptime:7\nAccept:1\nClientConnections:1\nConnections:2\nConnections:3\n";
    expect(parsePredixyInfo(text, 0)).toMatchObject({ reading: { uptimeSec: 7, backConnections: 5 } });
  });

  it("has no uptime while the clocks disagree", () => {
    expect(parsePredixyInfo(PREDIXY, (STARTED_SEC - 60) * 1000)).toMatchObject({
      reading: { uptimeSec: null },
    });
  });

  it.each([
    [
      "a Redis server",
      REDIS,
      "answers with a Redis server's INFO, not with Predixy's INFO: does the address belong to the proxy?",
    ],
    ["something else", "hello", "answers something else, not Predixy's INFO"],
  ])("of %s: says so", (_, text, reason) => {
    expect(parsePredixyInfo(text, 0)).toEqual({ state: "unreadable", reason });
  });
});

describe("PROXY INFO of redis-cluster-proxy", () => {
  it.each([
    ["its count", CLUSTER_PROXY],
    ["its threads' counts", CLUSTER_PROXY.replace("connected_clients", "clients")],
    [
      "its threads' counts, spelled right",
      CLUSTER_PROXY.replace("connected_clients", "c").replaceAll("clinets", "clients"),
    ],
  ])("is read by %s", (_, text) => {
    expect(parseProxyInfo(text)).toMatchObject({
      state: "ok",
      reading: { connections: 9, openedTotal: null, closedTotal: null, uptimeSec: 77 },
    });
  });

  it.each([
    ["a Redis server", REDIS, "answers with a Redis server's INFO: this is not redis-cluster-proxy"],
    ["nothing", "", "answers nothing, not PROXY INFO of redis-cluster-proxy"],
  ])("of %s: says so", (_, text, reason) => {
    expect(parseProxyInfo(text)).toEqual({ state: "unreadable", reason });
  });
});

it("both never throw", () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(parsePredixyInfo(text, 0).state).toBe("unreadable");
      expect(parseProxyInfo(text).state).toBe("unreadable");
    }),
  );
});
