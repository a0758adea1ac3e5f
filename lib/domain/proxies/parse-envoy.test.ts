import { readFileSync } from "node:fs";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ENVOY_FILTER, parseEnvoyStats } from "./parse-envoy";

const proxyAnswer = (name: string) => readFileSync(new URL(`./fixtures/${name}`, import.meta.url), "utf8");

const STATS = proxyAnswer("envoy-stats.json");

describe("Envoy's statistics", () => {
  it.each([
    [null, { connections: 11, openedTotal: 18, requestsTotal: 2286 }],
    [
      "egress_redis",
      { connections: 9, openedTotal: 13, bytesInTotal: 55_874, bytesOutTotal: 13_680, uptimeSec: 77 },
    ],
    ["cache.eu", { connections: 2, openedTotal: 5, closedTotal: null, requestsTotal: 4 }],
  ])("of prefix %s", (prefix, expected) => {
    expect(parseEnvoyStats(STATS, prefix)).toMatchObject({ state: "ok", reading: expected });
  });

  it.each([
    ["HTML", "<!DOCTYPE html>", null, "answers HTML, not Envoy statistics: is this the admin interface?"],
    ["other JSON", '{"service":"nutcracker"}', null, "answers other JSON, not Envoy statistics"],
    [
      "no Redis filter",
      '{"stats":[{"name":"server.uptime","value":1}]}',
      null,
      "is an Envoy without a Redis proxy filter: it has no redis.* statistics",
    ],
    ["another prefix", STATS, "orders", 'has no stat_prefix "orders"; its prefixes: egress_redis, cache.eu'],
  ])("%s: says so", (_, text, prefix, reason) => {
    expect(parseEnvoyStats(text, prefix)).toEqual({ state: "unreadable", reason });
  });

  it("are asked for by a filter that lets all through that is read", () => {
    const filter = new RegExp(ENVOY_FILTER);
    expect(filter.test("redis.cache.eu.downstream_cx_total")).toBe(true);
    expect(filter.test("server.uptime")).toBe(true);
    expect(filter.test("redis.cache.eu.command.get.total")).toBe(false);
  });

  it("never throw", () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(parseEnvoyStats(`{"stats":[${text}]}`, null).state).toBe("unreadable");
      }),
    );
  });
});
