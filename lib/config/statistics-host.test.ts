import { expect, it } from "vitest";
import type { ProxyStatsConfig } from "./fleet";
import { lacksHost, withHost } from "./statistics-host";

const csv = (url: string): ProxyStatsConfig => ({ format: "haproxy", url, frontend: null });
const json = (host: string): ProxyStatsConfig => ({
  format: "twemproxy",
  address: { host, port: 22_222 },
  pool: null,
});

it.each<[ProxyStatsConfig, string, ProxyStatsConfig]>([
  [csv("http://:8404/;csv"), "10.0.0.9", csv("http://10.0.0.9:8404/;csv")],
  [csv("https://me:a%2Fb@:8404/;csv"), "10.0.0.9", csv("https://me:a%2Fb@10.0.0.9:8404/;csv")],
  [csv("http://:8404/;csv"), "fd00::9", csv("http://[fd00::9]:8404/;csv")],
  [json(""), "fd00::9", json("fd00::9")],
])("%j is read at %s", (stats, host, expected) => {
  expect(lacksHost(stats)).toBe(true);
  expect(withHost(stats, host)).toEqual(expected);
});

it.each<[ProxyStatsConfig]>([
  [csv("http://me:secret@10.0.3.11:8404/;csv?key=secret")],
  [json("fd00::1")],
  [{ format: "haproxy", socket: "/run/haproxy.sock", frontend: null }],
])("%j has a host of its own", (stats) => {
  expect(lacksHost(stats)).toBe(false);
  expect(withHost(stats, "10.0.0.9")).toBe(stats);
});
