import { expect, test } from "vitest";
import { clusterConfig } from "../testing/watched-cluster";
import { linkTargetOf } from "./link-target";

const listen = { host: "10.0.3.11", port: 6379 };
const auth = { username: "evenkeel", password: "secret" };
const tls = { ca: "PEM", cert: null, key: null, serverName: null };
const seeds = [
  { host: "10.0.5.1", port: 6379 },
  { host: "cache.internal", port: 6379 },
];

test("without TLS both kinds may be given the password", () => {
  const config = clusterConfig([7001]);
  expect(linkTargetOf(listen, "tcp", config, auth)).toMatchObject({ address: listen, auth, tls: null });
  expect(linkTargetOf(listen, "multiplexing", config, auth)).toMatchObject({ auth, tls: null });
});

test("with TLS a TCP proxy passes it on, under a node's name", () => {
  const config = clusterConfig([7001], { tls, seeds });
  const named = { auth, tls: { ...tls, serverName: "cache.internal" } };
  expect(linkTargetOf(listen, "tcp", config, auth)).toMatchObject(named);
  const told = clusterConfig([7001], { tls: { ...tls, serverName: "told" }, seeds });
  expect(linkTargetOf(listen, "tcp", told, auth).tls?.serverName).toBe("told");
  const numbers = clusterConfig([7001], { tls, seeds: seeds.slice(0, 1) });
  expect(linkTargetOf(listen, "tcp", numbers, auth).tls?.serverName).toBeNull();
});

test("with TLS a multiplexing proxy is told no password", () => {
  const config = clusterConfig([7001], { tls, seeds });
  expect(linkTargetOf(listen, "multiplexing", config, auth)).toMatchObject({ auth: null, tls: null });
});
