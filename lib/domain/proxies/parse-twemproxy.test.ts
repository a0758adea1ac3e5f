import { readFileSync } from "node:fs";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseTwemproxyStats } from "./parse-twemproxy";

const proxyAnswer = (name: string) => readFileSync(new URL(`./fixtures/${name}`, import.meta.url), "utf8");

const ONE = proxyAnswer("twemproxy-one-pool.json");
const TWO = proxyAnswer("twemproxy-two-pools.json");

describe("twemproxy's statistics", () => {
  it("of one pool", () => {
    expect(parseTwemproxyStats(ONE, null)).toEqual({
      state: "ok",
      reading: {
        connections: 9,
        openedTotal: null,
        closedTotal: 3,
        requestsTotal: 2398,
        bytesInTotal: 58_751,
        bytesOutTotal: 14_352,
        backConnections: 1,
        uptimeSec: 7,
        ageMs: null,
      },
    });
  });

  it.each([
    [null, { connections: 2, closedTotal: 1, requestsTotal: 3, backConnections: 2 }],
    ["feed", { connections: 1, closedTotal: 1, requestsTotal: 2, backConnections: 1 }],
    ["cart", { connections: 1, closedTotal: 0, requestsTotal: 1, backConnections: 1 }],
  ])("of pool %s of two", (pool, expected) => {
    expect(parseTwemproxyStats(TWO, pool)).toMatchObject({ reading: expected });
  });

  it("may lack what another version has", () => {
    const text = '{"uptime":3,"feed":{"client_connections":4,"s":{"requests":18014398509481984}}}';
    expect(parseTwemproxyStats(text, null)).toMatchObject({
      reading: {
        connections: 4,
        closedTotal: null,
        requestsTotal: 2 ** 54,
        bytesInTotal: null,
        uptimeSec: 3,
      },
    });
  });

  it.each([
    ["HTML", "<html>", null, "answers HTML, not twemproxy JSON"],
    [
      "a cut answer",
      TWO.slice(0, 700),
      null,
      "answers JSON that cannot be read to its end: it is cut, or not twemproxy JSON",
    ],
    [
      "another service",
      '{"service":"envoy","uptime":1}',
      null,
      'answers the statistics of "envoy", not those of twemproxy',
    ],
    ["a list", "[]", null, "answers other JSON, not those of twemproxy"],
    ["no pool", '{"service":"nutcracker"}', null, "answers JSON without a pool of twemproxy"],
    ["another proxy's", TWO, "orders", 'has no pool "orders"; its pools: cart, feed'],
  ])("%s: says so", (_, text, pool, reason) => {
    expect(parseTwemproxyStats(text, pool)).toEqual({ state: "unreadable", reason });
  });

  it("never throws", () => {
    fc.assert(
      fc.property(fc.json(), fc.option(fc.string()), (text, pool) => {
        expect(parseTwemproxyStats(text, pool).state).toMatch(/ok|unreadable/);
      }),
    );
  });
});
