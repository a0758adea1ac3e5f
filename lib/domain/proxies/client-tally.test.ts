import { describe, expect, it } from "vitest";
import { parseClientList } from "@/lib/domain/redis/client-list";
import { createClientTally } from "./client-tally";

const OWN = "10.0.0.1:50000";

function list(...ids: readonly number[]) {
  const others = ids.map((id) => `id=${id} addr=10.0.1.1:${id} name= age=1 idle=0 flags=N\n`);
  return parseClientList(
    Buffer.from(`${others.join("")}id=3 addr=${OWN} name=evenkeel age=1 idle=0 flags=N\n`),
  );
}

/** Counts after each list. */
function talliesOf(...lists: readonly (readonly number[])[]) {
  const tally = createClientTally();
  return lists.map((ids) => {
    const result = tally.next(list(...ids), OWN);
    if (result.state === "unreadable") throw new Error(result.reason);
    return [result.reading.connections, result.reading.openedTotal, result.reading.closedTotal];
  });
}

describe("a proxy's own CLIENT LIST", () => {
  it("gives opened and closed by what it gains and loses", () => {
    const tallies = talliesOf([5, 6], [5, 7, 8], [8], [], [9]);
    expect(tallies).toEqual([
      [2, 2, 0],
      [3, 4, 1],
      [1, 4, 3],
      [0, 4, 4],
      [1, 5, 4],
    ]);
  });

  it("begins anew with another process", () => {
    expect(talliesOf([500, 600], [500, 700], [5])).toEqual([
      [2, 2, 0],
      [2, 3, 1],
      [1, 1, 0],
    ]);
  });

  it("begins anew with another process that has very many clients, too", () => {
    const many = Array.from({ length: 150_000 }, (_, index) => index + 10);
    const before = many.map((id) => id + 1_000_000);
    expect(talliesOf(before, many)).toEqual([
      [150_000, 150_000, 0],
      [150_000, 150_000, 0],
    ]);
  });

  it("counts all clients where our address is not known", () => {
    expect(createClientTally().next(list(5), null)).toMatchObject({ reading: { connections: 2 } });
  });

  it.each([
    [
      "of a server behind",
      "id=5 addr=10.0.9.9:1 age=1\n",
      "answers a CLIENT LIST without our own connection: it is the list of a server behind it, not of its clients",
    ],
    ["that is cut", `id=5 addr=${OWN} age=1\nid=6 ad`, "cut its CLIENT LIST in the middle of a line"],
    ["of nobody", "hello\n", "answers CLIENT LIST without a client that has an id"],
  ])("%s is unreadable", (_, text, reason) => {
    const result = createClientTally().next(parseClientList(Buffer.from(text)), OWN);
    expect(result).toEqual({ state: "unreadable", reason });
  });
});
