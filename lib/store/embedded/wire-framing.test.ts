import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createWireFramer, type WireUnit } from "./wire-framing";

function message(type: string, body: string | Uint8Array = ""): Buffer {
  const content = Buffer.from(body);
  const head = Buffer.alloc(5);
  head.write(type, "latin1");
  head.writeUInt32BE(content.length + 4, 1);
  return Buffer.concat([head, content]);
}

function untyped(code: number, body = ""): Buffer {
  const head = Buffer.alloc(8);
  head.writeUInt32BE(8 + body.length);
  head.writeUInt32BE(code, 4);
  return Buffer.concat([head, Buffer.from(body)]);
}

const startup = untyped(196_608, "user\0postgres\0\0");
const prepared = [
  message("P", "\0SELECT $1\0"),
  message("B", "x".repeat(300)),
  message("D", "P\0"),
  message("E"),
  message("S"),
];

function kinds(units: readonly WireUnit[]): string[] {
  return units.map((unit) => unit.kind);
}

describe("the wire framer", () => {
  it("keeps together what belongs to one statement, however the bytes are cut", () => {
    const query = message("Q", "SELECT 1\0");
    const bytes = Buffer.concat([untyped(80_877_103), startup, query, ...prepared, query, message("X")]);
    const expected = [startup, query, Buffer.concat(prepared), query];
    fc.assert(
      fc.property(fc.array(fc.nat(bytes.length), { maxLength: 12 }), (cuts) => {
        const framer = createWireFramer();
        const bounds = [0, ...cuts.toSorted((a, b) => a - b), bytes.length];
        const units = bounds
          .slice(1)
          .flatMap((end, index) => framer.push(bytes.subarray(bounds[index], end)));
        expect(kinds(units)).toEqual([
          "tls-request",
          "startup",
          "statements",
          "statements",
          "statements",
          "terminate",
        ]);
        const carried = units.flatMap((unit) => ("bytes" in unit ? [unit.bytes] : []));
        expect(carried.map((part) => part.toString("hex"))).toEqual(
          expected.map((part) => part.toString("hex")),
        );
      }),
    );
  });

  it("gives nothing of a statement away before its end", () => {
    const framer = createWireFramer();
    framer.push(startup);
    for (const part of prepared.slice(0, -1)) expect(framer.push(part)).toEqual([]);
    expect(kinds(framer.push(message("S")))).toEqual(["statements"]);
  });

  it("tells a request to cancel", () => {
    expect(kinds(createWireFramer().push(untyped(80_877_102, "12345678")))).toEqual(["cancel-request"]);
  });

  it("refuses what is not the protocol, and what is out of all proportion", () => {
    const framer = createWireFramer(1_000);
    expect(() => createWireFramer().push(Buffer.from("GET / HTTP/1.1\r\n\r\n"))).toThrow(RangeError);
    framer.push(startup);
    expect(() => framer.push(message("Q", "x".repeat(1_001)))).toThrow(RangeError);
    const many = createWireFramer(1_000);
    many.push(startup);
    expect(() => {
      for (let n = 0; n < 20; n += 1) many.push(message("B", "x".repeat(90)));
    }).toThrow(RangeError);
  });
});
