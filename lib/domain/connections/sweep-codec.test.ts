import { crc32 } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Connection, SweepDelta } from "./model";
import { applyDelta, decodeDelta, decodeKeyframe, encodeDelta, encodeKeyframe, replay } from "./sweep-codec";

const AT_MS = Date.UTC(2026, 10, 22, 12, 0, 0, 123);

const text = fc.string({ unit: "grapheme", maxLength: 20 });
const addr = fc.oneof(
  fc.tuple(fc.ipV4(), fc.nat(70_000)).map(([ip, port]) => `${ip}:${port}`),
  fc.tuple(fc.ipV6(), fc.nat(65_535)).map(([ip, port]) => `[${ip}]:${port}`),
  fc.constantFrom("/srv/redis/s.sock:0", "", "no-port", ":1", "a:007", "a:", "\uFEFFx:1"),
);
const connection: fc.Arbitrary<Connection> = fc.record({
  id: fc.nat({ max: Number.MAX_SAFE_INTEGER }),
  addr,
  name: text,
  user: fc.constantFrom("default", "svc", ""),
  libName: fc.constantFrom("", "jedis", "ioredis"),
  libVer: fc.constantFrom("", "5.1.0"),
  openedAtMs: fc.oneof(
    fc.integer({ min: 0, max: 4e12 }),
    fc.nat(86_400).map((ageSec) => AT_MS - ageSec * 1000),
  ),
  proxy: fc.option(fc.constantFrom("proxy-1", "proxy-2", ""), { nil: null }),
  group: fc.constantFrom("orders", "unnamed", "other"),
});
const byId = (a: Connection, b: Connection) => a.id - b.id;
const connections = fc.uniqueArray(connection, { maxLength: 30, selector: ({ id }) => id });
const delta = fc
  .record({
    opened: connections,
    changed: connections,
    closed: fc.uniqueArray(fc.nat({ max: Number.MAX_SAFE_INTEGER })),
  })
  .map(({ opened, changed, closed }) => ({
    opened: opened.sort(byId),
    changed: changed.sort(byId),
    closed: closed.sort((a, b) => a - b),
  }));
const atMs = fc.integer({ min: 0, max: 4e12 });

const EMPTY: SweepDelta = { opened: [], closed: [], changed: [] };
const ONE: Connection = {
  id: 7,
  addr: "10.0.3.11:50082",
  name: "orders-1",
  user: "default",
  libName: "ioredis",
  libVer: "6.0.0",
  openedAtMs: AT_MS - 5000,
  proxy: "proxy-1",
  group: "orders",
};

describe("the sweep codec", () => {
  it("gives back the delta that it was given", () => {
    fc.assert(
      fc.property(delta, atMs, (written, atMs) => {
        expect(decodeDelta(encodeDelta(written, atMs))).toEqual({ state: "ok", atMs, value: written });
      }),
    );
  });

  it("gives back the set that it was given, in order of id", () => {
    fc.assert(
      fc.property(connections, atMs, (written, atMs) => {
        expect(decodeKeyframe(encodeKeyframe(written, atMs))).toEqual({
          state: "ok",
          atMs,
          value: written.toSorted(byId),
        });
      }),
    );
  });

  it("writes the same bytes for the same delta, in whatever order it comes", () => {
    fc.assert(
      fc.property(delta, (written) => {
        const reversed = {
          opened: written.opened.toReversed(),
          changed: written.changed.toReversed(),
          closed: written.closed.toReversed(),
        };
        expect(encodeDelta(reversed, AT_MS)).toEqual(encodeDelta(written, AT_MS));
      }),
    );
  });

  it("replays any moment: a keyframe and the deltas after it", () => {
    fc.assert(
      fc.property(connections, fc.array(delta, { maxLength: 6 }), (start, deltas) => {
        const expected = new Map(start.map((one) => [one.id, one]));
        const keyframe = encodeKeyframe(start, AT_MS);
        const written = [encodeDelta({ ...EMPTY, closed: start.map(({ id }) => id) }, AT_MS)];
        for (const [index, step] of deltas.entries()) {
          written.push(encodeDelta(step, AT_MS + index + 1));
          applyDelta(expected, step);
        }
        const replayed = replay(keyframe, written);
        expect(replayed).toEqual({ state: "ok", atMs: AT_MS + deltas.length, value: expected });
      }),
    );
  });

  it("is small: nothing changed takes a dozen bytes, a thousand like clients four bytes each", () => {
    expect(encodeDelta(EMPTY, AT_MS).length).toBeLessThanOrEqual(20);
    const alike = Array.from({ length: 1000 }, (_, id) => ({
      ...ONE,
      id,
      addr: `10.0.3.${id % 16}:${(id * 7919) % 65_536}`,
    }));
    expect(encodeKeyframe(alike, AT_MS).length).toBeLessThan(4000);
  });
});

describe("bytes that are not what was written", () => {
  const bytes = encodeDelta({ opened: [ONE], closed: [1, 2], changed: [] }, AT_MS);
  const keyframe = encodeKeyframe([ONE], AT_MS);

  it.each([
    ["no bytes", new Uint8Array(), "the bytes end too early"],
    ["a later version", Uint8Array.from([9, ...bytes.subarray(1)]), "unknown version 9"],
    ["a keyframe in place of a delta", keyframe, "not what was asked for"],
    ["half of it", bytes.subarray(0, bytes.length >> 1), "the checksum does not fit"],
    ["one byte more", Uint8Array.from([...bytes, 0]), "the checksum does not fit"],
  ])("%s: a reason, no crash", (_, corrupt, reason) => {
    expect(decodeDelta(corrupt)).toEqual({ state: "corrupt", reason });
  });

  it("are noticed wherever a bit has flipped", () => {
    for (const original of [bytes, keyframe, encodeDelta(EMPTY, AT_MS)]) {
      const decode = original === keyframe ? decodeKeyframe : decodeDelta;
      for (let bit = 0; bit < original.length * 8; bit++) {
        const flipped = Uint8Array.from(original);
        flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        expect(decode(flipped).state).toBe("corrupt");
      }
    }
  });

  it("never throw, even where the checksum fits", () => {
    const body = fc.uint8Array({ maxLength: 200 });
    fc.assert(
      fc.property(fc.constantFrom(1, 2, 0x81, 0x82), body, (kind, body) => {
        const header = Buffer.from([1, kind, 0, 0, 0, 0]);
        header.writeUInt32LE(crc32(body, crc32(header.subarray(0, 2))), 2);
        const bytes = Buffer.concat([header, body]);
        for (const decoded of [decodeDelta(bytes), decodeKeyframe(bytes)])
          expect(["ok", "corrupt"]).toContain(decoded.state);
      }),
    );
  });

  it("make the whole replay corrupt, and the reason says which part", () => {
    expect(replay(bytes, [])).toEqual({ state: "corrupt", reason: "keyframe: not what was asked for" });
    expect(replay(keyframe, [bytes, keyframe])).toEqual({
      state: "corrupt",
      reason: "delta 2: not what was asked for",
    });
  });
});
