import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseRole } from "./role";

const SERVERS = [
  "redis-2.8",
  "redis-5.0",
  "redis-6.0",
  "redis-6.2",
  "redis-7.0.15",
  "redis-7.2",
  "redis-7.4",
  "redis-8.0-dev",
  "valkey-8.0",
  "valkey-9-dev",
];
const fixture = (path: string): unknown =>
  JSON.parse(readFileSync(new URL(`./fixtures/servers/${path}`, import.meta.url), "utf8"));

describe("parseRole", () => {
  it.each(SERVERS)("reads primary and replica of %s", (server) => {
    const primary = parseRole(fixture(`${server}/role.json`));
    const replica = parseRole(fixture(`${server}/replica-role.json`));
    expect(primary).toEqual({
      role: "primary",
      offset: expect.any(Number),
      replicas: [{ host: "127.0.0.1", port: expect.any(Number), offset: expect.any(Number) }],
    });
    expect(replica).toEqual({
      role: "replica",
      primary: { host: "127.0.0.1", port: expect.any(Number) },
      link: "connected",
      offset: expect.any(Number),
    });
  });

  it.each([
    ["bytes", [Buffer.from("master"), 7, []], { role: "primary", offset: 7, replicas: [] }],
    [
      "a replica that has no link yet",
      ["slave", "10.0.5.21", 6379, "connect", -1],
      { role: "replica", primary: { host: "10.0.5.21", port: 6379 }, link: "connect" },
    ],
    [
      "a sentinel",
      ["sentinel", ["orders", "sessions"]],
      { role: "sentinel", primaries: ["orders", "sessions"] },
    ],
    ["a word that is no role", ["leader"], { role: "unknown", reason: 'unknown role "leader"' }],
    ["no array", "master", { role: "unknown", reason: "the reply is not an array" }],
    [
      "a replica of nobody",
      ["slave"],
      { role: "unknown", reason: "a replica without the address of its primary" },
    ],
    [
      "replicas that are none",
      ["master", "x", [1, ["", "1", "2"], ["10.0.0.1", "x", "2"]]],
      { role: "primary", replicas: [] },
    ],
  ])("reads %s", (_, reply, expected) => {
    expect(parseRole(reply)).toEqual(expected);
  });

  it("never throws", () => {
    fc.assert(fc.property(fc.anything(), (reply) => void parseRole(reply)));
    fc.assert(
      fc.property(
        fc.constantFrom("master", "slave", "sentinel"),
        fc.array(fc.anything()),
        (role, rest) => void parseRole([role, ...rest]),
      ),
    );
  });
});
