import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { FIELD_CODES } from "./client-columns";
import { addrOf, identityOf, parseClientList } from "./client-list";
import {
  CLIENT_FLAGS,
  type ClientRows,
  commandOf,
  PRIMARY_LINK_FLAG,
  REJECTS_KEPT,
  REPLICA_FLAG,
  UNKNOWN_FLAG,
} from "./client-rows";

const fixture = (path: string) => readFileSync(new URL(`./fixtures/${path}`, import.meta.url));

/** server, clients, has users, has libraries, counts commands, library of `web-1` */
const SERVERS = [
  ["redis-2.8", 13, false, false, false],
  ["redis-5.0", 14, false, false, false],
  ["redis-6.0", 16, true, false, false],
  ["redis-6.2", 16, true, false, false],
  ["redis-7.0.15", 16, true, false, false],
  ["redis-7.2", 17, true, true, false],
  ["redis-7.4", 17, true, true, false],
  ["redis-8.0-dev", 17, true, true, false],
  ["valkey-8.0", 17, true, true, true],
  ["valkey-9-dev", 17, true, true, true],
] as const;

function rowsOf(rows: ClientRows) {
  return Array.from({ length: rows.count }, (_, row) => ({
    id: rows.id[row],
    addr: addrOf(rows, row),
    flags: rows.flags[row],
    ageSec: rows.ageSec[row],
    idleSec: rows.idleSec[row],
    db: rows.db[row],
    totCmds: rows.totCmds[row],
    cmd: commandOf(rows, row),
    ...identityOf(rows, row),
  }));
}

function parseText(text: string): ClientRows {
  return parseClientList(Buffer.from(text));
}

describe.each(SERVERS)("CLIENT LIST of %s", (server, count, hasUsers, hasLibraries, countsCommands) => {
  const rows = parseClientList(fixture(`servers/${server}/client-list.txt`));
  const clients = rowsOf(rows);

  it("reads every line", () => {
    expect(rows).toMatchObject({ count, rejected: 0, rejects: [], truncated: false });
    expect(new Set(clients.map(({ id }) => id)).size).toBe(count);
    for (const client of clients) expect(client).toMatchObject({ ageSec: expect.any(Number), db: 0 });
    expect(clients.every(({ ageSec = -1, idleSec = -1 }) => ageSec >= idleSec && idleSec >= 0)).toBe(true);
  });

  it("keeps names as the clients chose them", () => {
    const names = clients.map(({ name }) => name).filter((name) => name !== "");
    expect(names).toEqual(
      expect.arrayContaining([
        "evenkeel",
        "orders-api-7f9c6-abcde",
        "svc=pay:eu",
        "<script>alert(1)</script>",
      ]),
    );
  });

  it("reads addresses of both families and of unix sockets", () => {
    const addresses = clients.map(({ addr }) => addr);
    expect(addresses).toContainEqual(expect.stringMatching(/^127\.0\.1\.11:\d+$/));
    expect(addresses).toContain("/srv/redis/s.sock:0");
    if (server !== "redis-2.8") expect(addresses).toContainEqual(expect.stringMatching(/^\[::1\]:\d+$/));
  });

  it("knows the replica by its flag, and the subscriber and the monitor by theirs", () => {
    const flagged = (letter: string) =>
      clients.filter(({ flags = 0 }) => (flags & (CLIENT_FLAGS.get(letter) ?? 0)) !== 0);
    expect(flagged("S").map(({ cmd }) => cmd)).toEqual(["replconf"]);
    expect(flagged("O").map(({ cmd }) => cmd)).toEqual(["monitor"]);
    expect(flagged("M")).toEqual([]);
    expect(clients.filter(({ flags = 0 }) => flags >= UNKNOWN_FLAG)).toEqual([]);
  });

  it("leaves absent what this version does not print", () => {
    expect(clients.some(({ user }) => user !== "")).toBe(hasUsers);
    expect(clients.find(({ name }) => name === "web-1")?.libName).toBe(hasLibraries ? "jedis" : undefined);
    expect(clients.every(({ totCmds = -1 }) => (countsCommands ? totCmds >= 0 : totCmds === -1))).toBe(true);
    const peaks = Array.from(rows.replyPeakBytes.subarray(0, rows.count));
    const saysPeaks = /(redis-[78]|valkey)/.test(server);
    expect(peaks.every((peak) => (saysPeaks ? peak >= 0 : peak === -1))).toBe(true);
  });

  it("finds the link to the primary in the replica's list", () => {
    const replica = rowsOf(parseClientList(fixture(`servers/${server}/replica-client-list.txt`)));
    expect(replica.filter(({ flags = 0 }) => (flags & PRIMARY_LINK_FLAG) !== 0)).toHaveLength(1);
    expect(replica.filter(({ flags = 0 }) => (flags & REPLICA_FLAG) !== 0)).toHaveLength(0);
  });
});

describe("parseClientList", () => {
  it("reads replies of several commands one after the other, of any versions", () => {
    const replies = SERVERS.map(([server]) => fixture(`servers/${server}/client-list.txt`));
    const rows = parseClientList(Buffer.concat(replies));
    expect(rows.count).toBe(SERVERS.reduce((sum, [, count]) => sum + count, 0));
    expect(rowsOf(rows)).toEqual(replies.flatMap((reply) => rowsOf(parseClientList(reply))));
  });

  it.each([
    ["an empty reply", "", 0],
    ["empty lines", "\n\n", 0],
    ["a verbatim string's prefix", "txt:id=1 addr=1.2.3.4:5\ntxt:id=2 addr=1.2.3.4:6\n", 2],
    ["carriage returns", "id=1 addr=1.2.3.4:5 user=a\r\nid=2 addr=1.2.3.4:6 user=a\r\n", 2],
    ["fields in another order", "addr=1.2.3.4:5 name=a id=1\nid=2 name=a addr=1.2.3.4:6\n", 2],
    [
      "unknown fields",
      "id=1 future=7 addr=1.2.3.4:5 x= more=a=b\nid=2 future=8 addr=1.2.3.4:6 x= more=\n",
      2,
    ],
    ["only an id", "id=1\nid=2\n", 2],
    ["words without a key", "id=1 word addr=1.2.3.4:5 =x\nid=2 addr=1.2.3.4:6\n", 2],
  ])("accepts %s", (_, text, count) => {
    const rows = parseText(text);
    expect(rows).toMatchObject({ count, rejected: 0, truncated: false });
    for (let row = 0; row < count; row++) {
      expect(rows.id[row]).toBe(row + 1);
      if (text.includes("addr")) expect(addrOf(rows, row)).toBe(`1.2.3.4:${row + 5}`);
      expect(identityOf(rows, row).user).toBe(text.includes("user=a") ? "a" : "");
    }
  });

  it.each([
    ["a line that is none", "hello world\n", "no id", "hello world"],
    [
      "an error in place of a list",
      "-NOPERM this user has no permissions\n",
      "no id",
      "-NOPERM this user has no permissions",
    ],
    ["a line without an id", "addr=1.2.3.4:5 name=a\n", "no id", "addr=1.2.3.4:5 name=a"],
    ["an id that is no number", "id=x addr=1.2.3.4:5\n", "bad id", "id=x addr=1.2.3.4:5"],
    ["a negative id", "id=-1 addr=1.2.3.4:5\n", "bad id", "id=-1 addr=1.2.3.4:5"],
    ["an id beyond exact numbers", "id=9007199254740993 addr=a\n", "bad id", "id=9007199254740993 addr=a"],
    ["an empty id", "id= addr=1.2.3.4:5\n", "bad id", "id= addr=1.2.3.4:5"],
    ["bytes that are no text", "\u0000\u0001\n", "no id", "\\x00\\x01"],
  ])("rejects %s and goes on", (_, line, reason, text) => {
    const rows = parseText(`id=1 addr=1.2.3.4:5\n${line}id=2 addr=1.2.3.4:6\n`);
    expect(Array.from(rows.id.subarray(0, rows.count))).toEqual([1, 2]);
    expect(rows).toMatchObject({ rejected: 1, rejects: [{ line: 2, reason, text }] });
  });

  it("rejects a last line that was cut, even where it could be read: its number may go on", () => {
    const rows = parseText("id=1 addr=1.2.3.4:5 age=10\nid=2 addr=1.2.3.4:6 age=1");
    expect(rows).toMatchObject({ count: 1, rejected: 1, truncated: true });
    expect(rows.rejects).toEqual([{ line: 2, reason: "truncated", text: "id=2 addr=1.2.3.4:6 age=1" }]);
  });

  it("keeps the first rejects and counts all", () => {
    const rows = parseText("garbage\n".repeat(1000));
    expect(rows.rejected).toBe(1000);
    expect(rows.rejects).toHaveLength(REJECTS_KEPT);
  });

  it("leaves numbers absent that cannot be read", () => {
    const rows = parseText(
      "id=1 age=x idle=-3 db=99999999999 tot-cmds= flags=N\nid=2 age=1 idle=2 db=3 tot-cmds=4 flags=N\n",
    );
    expect(rowsOf(rows).map(({ ageSec, idleSec, db, totCmds }) => [ageSec, idleSec, db, totCmds])).toEqual([
      [-1, -1, -1, -1],
      [1, 2, 3, 4],
    ]);
  });

  it("takes the first of a repeated field, in the first line and in those like it", () => {
    const rows = parseText("id=1 name=a id=7 name=b\nid=2 name=c id=8 name=d\n");
    expect(rowsOf(rows).map(({ id, name }) => [id, name])).toEqual([
      [1, "a"],
      [2, "c"],
    ]);
  });

  it("marks flags that are not in the table", () => {
    const rows = parseText("id=1 flags=N\nid=2 flags=NZ\n");
    expect(rows.flags[0]).toBe(CLIENT_FLAGS.get("N"));
    expect(rows.flags[1]).toBe((CLIENT_FLAGS.get("N") ?? 0) + UNKNOWN_FLAG);
  });

  it("cuts a name of 60 kB and counts its client right", () => {
    const rows = parseText(`id=1 name=${"n".repeat(60_000)} age=3\nid=2 name=${"m".repeat(60_000)} age=4\n`);
    expect(rows.count).toBe(2);
    expect(identityOf(rows, 0).name).toBe(`${"n".repeat(256)}…`);
    expect(identityOf(rows, 1).name).toBe(`${"m".repeat(256)}…`);
    expect(Array.from(rows.ageSec.subarray(0, 2))).toEqual([3, 4]);
  });

  it("tells the fields it keeps from all others by length, first and last byte of the key", () => {
    const all = SERVERS.flatMap(([server]) =>
      fixture(`servers/${server}/client-list.txt`).toString().split(/[ \n]/),
    );
    const added = [
      "capa",
      "io-thread",
      "omem-shared",
      "omem-unshared",
      "read-events",
      "avg-pipeline-len-sum",
      "avg-pipeline-len-cnt",
    ];
    const keys = new Set([...all.map((field) => field.split("=")[0] ?? ""), ...added, ...FIELD_CODES.keys()]);
    const signature = (key: string) => `${key.length}${key.at(0)}${key.at(-1)}`;
    for (const kept of FIELD_CODES.keys()) {
      expect([...keys].filter((key) => signature(key) === signature(kept))).toEqual([kept]);
    }
  });
});
