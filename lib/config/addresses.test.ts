import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseAddressRange, parseHostPort, printAddress, rangesOverlap } from "./addresses";

describe("host and port", () => {
  it.each([
    ["10.0.5.21:6379", "10.0.5.21:6379"],
    ["10.0.5.21", "10.0.5.21:6379"],
    ["redis.internal:7000", "redis.internal:7000"],
    ["redis-0.redis.cache.svc.:7000", "redis-0.redis.cache.svc.:7000"],
    ["localhost", "localhost:6379"],
    ["[fd00::1]:7000", "[fd00::1]:7000"],
    ["[::1]", "[::1]:6379"],
  ])("%s is %s", (text, printed) => {
    const parsed = parseHostPort(text);
    expect(parsed.ok && printAddress(parsed.value)).toBe(printed);
  });

  it.each([
    "",
    ":6379",
    "host:",
    "host:port",
    "host:0",
    "a b:1",
    "256.1.1.1:1",
    "1.2.3:1",
    "[host]:1",
    "-x:1",
    "a:1:2",
    "unix:/x",
    "./x",
    "u@h",
  ])("%j is none", (text) => {
    expect(parseHostPort(text).ok).toBe(false);
  });
});

describe("address ranges", () => {
  const rangeOf = (text: string) => {
    const parsed = parseAddressRange(text);
    if (!parsed.ok) throw new Error(parsed.message);
    return parsed.value;
  };

  it.each([
    ["10.0.3.11", "10.0.3.11", true],
    ["10.0.3.11", "10.0.3.12", false],
    ["10.0.3.64/28", "10.0.3.79", true],
    ["10.0.3.64/28", "10.0.3.80", false],
    ["10.0.3.0/24", "10.0.3.64/28", true],
    ["10.0.2.0/23", "10.0.4.0/24", false],
    ["0.0.0.0/0", "203.0.113.9", true],
    ["0.0.0.0/0", "fd00::1", false],
    ["::/0", "10.0.0.1", true],
    ["::ffff:10.0.3.64", "10.0.3.64/28", true],
    ["fd00::/64", "fd00::ffff:1", true],
    ["fd00::/64", "fd00:0:0:1::1", false],
    ["FD00::1", "fd00:0::1", true],
  ])("%s and %s overlap: %s", (left, right, overlap) => {
    expect(rangesOverlap(rangeOf(left), rangeOf(right))).toBe(overlap);
    expect(rangesOverlap(rangeOf(right), rangeOf(left))).toBe(overlap);
  });

  it.each([
    "",
    "/8",
    "10.0.3",
    "010.0.0.1",
    "10.0.3.1/",
    "10.0.3.1/x",
    "10.0.3.1/33",
    "10.0.3.0/24/1",
    "fe80::1%eth0",
    "::/129",
    "10.0.3.1:6379",
    "host",
  ])("%j is none", (text) => {
    expect(parseAddressRange(text).ok).toBe(false);
  });

  it("never throws on any text", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(typeof parseAddressRange(text).ok).toBe("boolean");
        expect(typeof parseHostPort(text).ok).toBe("boolean");
      }),
    );
  });
});
