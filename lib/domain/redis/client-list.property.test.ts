import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addrOf, identityOf, parseClientList } from "./client-list";
import { commandOf } from "./client-rows";

const word = fc.stringMatching(/^[!-~]{0,40}$/);
const client = fc.record({
  id: fc.nat({ max: Number.MAX_SAFE_INTEGER }),
  addr: fc.oneof(
    fc.tuple(fc.ipV4(), fc.nat(65_535)).map(([ip, port]) => `${ip}:${port}`),
    fc.tuple(fc.ipV6(), fc.nat(65_535)).map(([ip, port]) => `[${ip}]:${port}`),
    fc.constant("/run/redis.sock:0"),
  ),
  name: word,
  age: fc.nat(),
  idle: fc.nat(),
  db: fc.nat(15),
  cmd: fc.constantFrom("get", "client|list", "NULL"),
  user: word,
  "lib-name": word,
  "lib-ver": word,
  "tot-cmds": fc.nat({ max: Number.MAX_SAFE_INTEGER }),
  rbp: fc.nat(),
});
type Client = typeof client extends fc.Arbitrary<infer Value> ? Value : never;

/** The order of fields is the server's, the same in all lines; fields that we do not know stand between them. */
const layout = fc.shuffledSubarray([
  "addr",
  "name",
  "age",
  "idle",
  "db",
  "cmd",
  "user",
  "lib-name",
  "lib-ver",
  "tot-cmds",
  "rbp",
  "rbs",
  "fd",
  "qbuf-free",
  "x",
] as const);

function printLine(client: Client, fields: readonly string[]): string {
  const values: Record<string, string | number> = {
    ...client,
    fd: 7,
    "qbuf-free": 20474,
    rbs: 1024,
    x: "a=b",
  };
  return `${["id", ...fields].map((field) => `${field}=${values[field]}`).join(" ")}\n`;
}

describe("parseClientList", () => {
  it("reads back what a server prints, in any order of fields", () => {
    fc.assert(
      fc.property(fc.array(client, { maxLength: 30 }), layout, (clients, fields) => {
        const rows = parseClientList(Buffer.from(clients.map((one) => printLine(one, fields)).join("")));
        expect(rows).toMatchObject({ count: clients.length, rejected: 0 });
        const has = (field: (typeof fields)[number]) => fields.includes(field);
        for (const [row, one] of clients.entries()) {
          expect(rows.id[row]).toBe(one.id);
          expect(addrOf(rows, row)).toBe(has("addr") ? one.addr : "");
          expect(commandOf(rows, row)).toBe(has("cmd") ? one.cmd : "");
          expect(identityOf(rows, row)).toEqual({
            name: has("name") ? one.name : "",
            user: has("user") ? one.user : "",
            libName: has("lib-name") ? one["lib-name"] : "",
            libVer: has("lib-ver") ? one["lib-ver"] : "",
          });
          expect(rows.ageSec[row]).toBe(has("age") ? one.age : -1);
          expect(rows.idleSec[row]).toBe(has("idle") ? one.idle : -1);
          expect(rows.db[row]).toBe(has("db") ? one.db : -1);
          expect(rows.totCmds[row]).toBe(has("tot-cmds") ? one["tot-cmds"] : -1);
          expect(rows.replyPeakBytes[row]).toBe(has("rbp") ? one.rbp : -1);
        }
      }),
    );
  });

  it("never throws, and accounts for every line that is not empty", () => {
    const piece = fc.oneof(
      fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes)),
      fc
        .constantFrom("id=", "id=1 ", "\n", "addr=", "=", " ", "txt:", "\r\n", "name=é ")
        .map((text) => Buffer.from(text)),
      fc.tuple(client, layout).map(([one, fields]) => Buffer.from(printLine(one, fields))),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const reply = Buffer.concat(pieces);
        const rows = parseClientList(reply);
        const lines = reply.toString("latin1").split("\n");
        const cut = lines.pop() === "" ? 0 : 1;
        const empty = lines.filter((line) => /^(txt:)?\r?$/.test(line)).length;
        expect(rows.count + rows.rejected).toBe(lines.length - empty + cut);
        for (let row = 0; row < rows.count; row++) identityOf(rows, row);
      }),
    );
  });

  it("reads a cut reply up to the cut", () => {
    fc.assert(
      fc.property(
        fc.array(client, { minLength: 1, maxLength: 10 }),
        layout,
        fc.nat(),
        (clients, fields, at) => {
          const whole = Buffer.from(clients.map((one) => printLine(one, fields)).join(""));
          const reply = whole.subarray(0, at % whole.length);
          const complete = reply.toString("latin1").split("\n").length - 1;
          const rows = parseClientList(reply);
          expect(rows.count).toBe(complete);
          expect(rows.truncated).toBe(reply.length > 0 && reply.at(-1) !== 10);
        },
      ),
    );
  });
});
