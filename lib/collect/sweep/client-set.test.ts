import { expect, test } from "vitest";
import { createAttribution } from "@/lib/domain/connections/attribution";
import { decodeKeyframe } from "@/lib/domain/connections/sweep-codec";
import { parseClientList } from "@/lib/domain/redis/client-list";
import { type ClientSet, createClientSet } from "./client-set";
import type { Swept } from "./sweep-outcome";

const NOON_MS = Date.UTC(2026, 10, 22, 12);

function newSet(): ClientSet {
  return createClientSet(createAttribution({ proxies: [], groups: [], groupLimit: 10 }), null);
}

/** A sweep of these ids, so many seconds after noon. */
function add(set: ClientSet, sec: number, ids: readonly number[]) {
  const list = Buffer.from(ids.map((id) => `id=${id} addr=10.0.0.1:${id} age=1 idle=0 flags=N\n`).join(""));
  const swept: Swept = {
    state: "swept",
    mode: "full",
    list,
    runId: "run-1",
    received: 1000 + Math.max(...ids),
    askedUpTo: null,
    connected: ids.length,
    atMs: NOON_MS + sec * 1000,
    elapsedMs: 3,
    costUsec: null,
    longestCommandUsec: null,
  };
  return set.add(swept, parseClientList(list), { intervalMs: 10_000, ownBrief: 0 });
}

test("a clock set back by seconds is borne: sweeps follow each other by a millisecond", () => {
  const set = newSet();
  add(set, 0, [1, 2]);
  add(set, 10, [1, 2]);
  const { result } = add(set, -40, [1, 2, 3]);
  expect(result).toMatchObject({ atMs: NOON_MS + 10_001, previousAtMs: NOON_MS + 10_000 });
  expect(result.cells).toMatchObject([{ connections: 3, opened: 1, closed: 0 }]);
});

test("a clock set back by minutes begins anew: a baseline, with the whole set", () => {
  const set = newSet();
  add(set, 0, [1, 2]);
  const { result, keyframe, received } = add(set, -61, [2, 3]);
  expect(result).toMatchObject({ atMs: NOON_MS - 61_000, previousAtMs: null, restarted: false });
  expect(result.cells).toMatchObject([{ connections: 2, opened: 0, closed: 0 }]);
  expect([result.unattributed, received]).toEqual([null, null]);
  const decoded = decodeKeyframe(keyframe ?? new Uint8Array());
  expect(decoded.state === "ok" && decoded.value.map(({ id }) => id)).toEqual([2, 3]);
  expect([set.ids(), set.highestId]).toEqual([[2, 3], 3]);
  const next = add(set, -51, [3, 5]);
  expect(next.result).toMatchObject({ atMs: NOON_MS - 51_000, previousAtMs: NOON_MS - 61_000 });
  expect(next.result.cells).toMatchObject([{ connections: 2, opened: 1, closed: 1 }]);
  expect(next.received).toBe(2);
});
