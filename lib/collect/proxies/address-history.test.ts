import { describe, expect, test } from "vitest";
import { type AddressMemory, followAddresses, KEEP_GONE_MS } from "./address-history";

const NOTHING: AddressMemory = { answeredMs: null, held: [] };
const START_MS = 1_700_000_000_000;

/** Feeds answers, two seconds apart; returns what each changed and the memory after the last. */
function follow(answers: readonly (readonly string[])[], from = NOTHING) {
  let memory = from;
  const changes = answers.map((answer, index) => {
    const step = followAddresses(memory, answer, START_MS + index * 2000);
    memory = step.memory;
    return { came: step.came, went: step.went };
  });
  return { changes, memory };
}

function there({ held }: AddressMemory): string[] {
  return held.flatMap(({ address, goneMs }) => (goneMs === null ? [address] : []));
}

describe("the addresses of a name", () => {
  test("those of the first answer came at that moment", () => {
    const { changes, memory } = follow([["10.0.0.1", "10.0.0.2"]]);
    expect(changes[0]?.came).toEqual([
      { address: "10.0.0.1", atMs: START_MS, precisionMs: 0 },
      { address: "10.0.0.2", atMs: START_MS, precisionMs: 0 },
    ]);
    expect(there(memory)).toEqual(["10.0.0.1", "10.0.0.2"]);
  });

  test("one that comes later came after the answer before", () => {
    const { changes } = follow([["10.0.0.1"], ["10.0.0.1", "10.0.0.3"]]);
    expect(changes[1]?.came).toEqual([{ address: "10.0.0.3", atMs: START_MS + 2000, precisionMs: 2000 }]);
  });

  test("one is gone when two answers lack it, since the first of them, and is kept for ten minutes", () => {
    const { changes, memory } = follow([["10.0.0.1", "10.0.0.2"], ["10.0.0.1"], ["10.0.0.1"]]);
    expect(changes[1]?.went).toEqual([]);
    expect(changes[2]?.went).toEqual([{ address: "10.0.0.2", atMs: START_MS + 2000, precisionMs: 2000 }]);
    expect(there(memory)).toEqual(["10.0.0.1"]);
    expect(memory.held).toHaveLength(2);
    const later = followAddresses(memory, ["10.0.0.1"], START_MS + 4000 + KEEP_GONE_MS);
    expect(later.memory.held.map(({ address }) => address)).toEqual(["10.0.0.1"]);
  });

  test("one odd answer is no departure", () => {
    const { changes } = follow([["10.0.0.1", "10.0.0.2"], ["10.0.0.1"], ["10.0.0.1", "10.0.0.2"]]);
    expect(changes.slice(1)).toEqual([
      { came: [], went: [] },
      { came: [], went: [] },
    ]);
  });

  test("one that was gone and is back has come again", () => {
    const { changes, memory } = follow([["10.0.0.1"], ["10.0.0.2"], ["10.0.0.2"], ["10.0.0.1"]]);
    expect(changes[2]?.went.map(({ address }) => address)).toEqual(["10.0.0.1"]);
    expect(changes[3]?.came.map(({ address }) => address)).toEqual(["10.0.0.1"]);
    expect(there(memory)).toEqual(["10.0.0.1", "10.0.0.2"]);
  });

  test("what was known before our restart comes as no news, and what left meanwhile left since it was seen", () => {
    const seenMs = START_MS - 60_000;
    const held = ["10.0.0.1", "10.0.0.2"].map((address) => ({
      address,
      lastSeenMs: seenMs,
      missingSinceMs: null,
      goneMs: null,
    }));
    const { changes } = follow([["10.0.0.1"], ["10.0.0.1"]], { answeredMs: seenMs, held });
    expect(changes[0]).toEqual({ came: [], went: [] });
    expect(changes[1]?.went).toEqual([{ address: "10.0.0.2", atMs: START_MS, precisionMs: 60_000 }]);
  });
});
