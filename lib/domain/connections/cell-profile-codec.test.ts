import { crc32 } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { AGE_BUCKETS } from "./age-buckets";
import { decodeProfiles, encodeProfiles } from "./cell-profile-codec";
import { IDLE_BUCKETS } from "./idle-histogram";
import type { CellProfile, ConnectionCell } from "./model";
import { encodeDelta } from "./sweep-codec";
import { createTestLedger, sweep } from "./testing/sweep-ledger";

const count = fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, fc.nat(70_000));
const histogram = (buckets: number) => fc.array(count, { minLength: buckets, maxLength: buckets });
/** Halves of a millisecond, some of them whole multiples of the span. */
const exposureSec = fc.array(
  fc.oneof(
    fc.constant(0),
    fc.nat(2 ** 40).map((halfMs) => halfMs / 2000),
    fc.nat(65_000).map((connections) => connections * 10),
  ),
  { minLength: AGE_BUCKETS, maxLength: AGE_BUCKETS },
);
const profile: fc.Arbitrary<CellProfile> = fc.record({
  exposureSec,
  closedByAge: histogram(AGE_BUCKETS),
  closedOnce: count,
  idle: histogram(IDLE_BUCKETS),
  idleAtClose: histogram(IDLE_BUCKETS),
  waiting: count,
  busiest: fc.option(fc.record({ connections: count, commands: fc.nat(Number.MAX_SAFE_INTEGER) }), {
    nil: null,
  }),
  pipelining: fc.option(count, { nil: null }),
});
const cells = fc
  .array(fc.option(profile, { nil: undefined }), { maxLength: 20 })
  .map((profiles) =>
    profiles.map((one): Pick<ConnectionCell, "profile"> => (one === undefined ? {} : { profile: one })),
  );
const spanMs = fc.option(fc.oneof(fc.constant(10_000), fc.nat(600_000)), { nil: null });

describe("the profile codec", () => {
  it("gives back the profiles that it was given, and none where there was none", () => {
    fc.assert(
      fc.property(cells, spanMs, (given, span) => {
        expect(decodeProfiles(encodeProfiles(given, span), given.length)).toEqual({
          state: "ok",
          profiles: given.map(({ profile }) => profile ?? null),
        });
      }),
    );
  });

  it("gives back what the ledger counted, and writes little of it", () => {
    const ledger = createTestLedger();
    const clients = (atSec: number) =>
      Array.from({ length: 1000 }, (_, id) => ({
        id,
        addr: `10.0.3.${11 + (id % 2)}:${id + 1024}`,
        ageSec: atSec + id * 60,
        idleSec: id % 40,
        totCmds: id * atSec,
      }));
    sweep(ledger, 0, clients(1));
    const { cells } = sweep(ledger, 1, clients(11).slice(20));
    const bytes = encodeProfiles(cells, 10_000);
    expect(decodeProfiles(bytes, cells.length)).toEqual({
      state: "ok",
      profiles: cells.map((cell) => cell.profile),
    });
    expect(bytes.length).toBeLessThan(150);
  });
});

describe("bytes that are not what was written", () => {
  const { cells: written } = sweep(createTestLedger(), 0, [{ id: 1, ageSec: 90 }]);
  const bytes = encodeProfiles(written, 10_000);

  it.each([
    ["no bytes", new Uint8Array(), 1, "the bytes end too early"],
    ["a later version", Uint8Array.from([9, ...bytes.subarray(1)]), 1, "unknown version 9"],
    ["a delta", encodeDelta({ opened: [], closed: [], changed: [] }, 0), 1, "not what was asked for"],
    ["half of it", bytes.subarray(0, bytes.length >> 1), 1, "the checksum does not fit"],
    ["other cells", bytes, 2, "not as many cells as there should be"],
  ])("%s: a reason, no crash", (_, corrupt, count, reason) => {
    expect(decodeProfiles(corrupt, count)).toEqual({ state: "corrupt", reason });
  });

  it("never throw, even where the checksum fits", () => {
    const body = fc
      .array(fc.oneof(fc.nat(3), fc.nat(255)), { maxLength: 200 })
      .map((all) => Uint8Array.from(all));
    fc.assert(
      fc.property(fc.constantFrom(3, 0x83), body, fc.nat(3), (kind, body, count) => {
        const header = Buffer.from([1, kind, 0, 0, 0, 0]);
        header.writeUInt32LE(crc32(body, crc32(header.subarray(0, 2))), 2);
        const decoded = decodeProfiles(Buffer.concat([header, body]), count);
        expect(["ok", "corrupt"]).toContain(decoded.state);
      }),
      { numRuns: 500 },
    );
  });
});
