import { readFileSync } from "node:fs";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type MetricMapping, parsePrometheus } from "./parse-prometheus";

const proxyAnswer = (name: string) => readFileSync(new URL(`./fixtures/${name}`, import.meta.url), "utf8");

const HAPROXY = proxyAnswer("haproxy-prometheus.txt");
const NONE: MetricMapping = { connections: null, opened: null, closed: null, requests: null, uptime: null };

function read(text: string, metrics: Partial<MetricMapping>, nowMs = 0) {
  return parsePrometheus(text, { ...NONE, ...metrics }, nowMs);
}

describe("Prometheus metrics", () => {
  it("are found by name and labels", () => {
    const metrics = {
      connections: 'haproxy_frontend_current_sessions{proxy="proxy2"}',
      opened: 'haproxy_frontend_sessions_total{proxy="proxy2"}',
      uptime: "haproxy_process_uptime_seconds",
    };
    expect(read(HAPROXY, metrics)).toMatchObject({
      state: "ok",
      reading: { connections: 3, openedTotal: 4, closedTotal: null, uptimeSec: 7 },
    });
  });

  it("are summed over series; the start may stand for the uptime", () => {
    const metrics = {
      connections: "haproxy_frontend_current_sessions",
      uptime: "haproxy_process_start_time_seconds",
    };
    expect(read(HAPROXY, metrics, 1_795_368_458_000)).toMatchObject({
      reading: { connections: 19, uptimeSec: 60 },
    });
  });

  it.each([
    ['a{l="x"} 1.5e+03 1795368398000\n', "a", 1500],
    ['a{l="x",} 2\na{ m="y" , l="x" } 3\n', 'a{l="x"}', 5],
    ['a{l="q\\"}\\n"} 2\n', 'a{l="q\\"}\\n"}', 2],
    ["a NaN\na 1\n", "a", 1],
    ["a 1\r\nb 2\r\n", "a", 1],
    ['a_total 7 # {trace="x"} 1\n', "a_total", 7],
  ])("%j: %s is %d", (text, connections, expected) => {
    expect(read(text, { connections })).toMatchObject({ reading: { connections: expected } });
  });

  it("that are missing are unknown, where the rest is there", () => {
    expect(read("a 1\n", { connections: "a", opened: "b", requests: "c" })).toMatchObject({
      reading: { connections: 1, openedTotal: null, requestsTotal: null },
    });
  });

  it.each([
    [
      "HTML",
      "<html></html>\n",
      { opened: "a" },
      "answers HTML, not Prometheus metrics: append /metrics to the URL",
    ],
    ["a cut line", "a 1\nb 2", { opened: "a" }, "cut its metrics in the middle of a line"],
    [
      "another proxy's",
      HAPROXY,
      { connections: 'haproxy_frontend_current_sessions{proxy="orders"}' },
      'has no metric haproxy_frontend_current_sessions{proxy="orders"}; it has haproxy_frontend_current_sessions with proxy="lb", proxy="proxy1", proxy="proxy2", proxy="proxy3", proxy="stats"',
    ],
    [
      "a metric that is not there",
      "nginx_connections_accepted 1\nnginx_connections_active 1\ngo_threads 3\n",
      { opened: "nginx_accepts" },
      "has no metric nginx_accepts; it has nginx_connections_accepted, nginx_connections_active",
    ],
  ])("%s: says so", (_, text, metrics, reason) => {
    expect(read(text, metrics)).toEqual({ state: "unreadable", reason });
  });

  it("never throw", () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (text, connections) => {
        expect(read(`${text}\na 1\n`, { connections }).state).toMatch(/ok|unreadable/);
      }),
    );
  });
});
