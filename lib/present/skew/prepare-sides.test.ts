import { expect, test } from "vitest";
import { loadMeasure, prepareSides, sidesNote } from "./prepare-sides";
import { skewAnswer, skewRow } from "./testing/skew-answer";

const plain = (text: string | null) => text?.replaceAll("\u202f", " ") ?? null;
const answerOf = (...proxies: ReturnType<typeof skewRow>[]) => ({ ...skewAnswer({}), proxies });

test("rows that hold about as much keep the order of names, whoever holds a little more", () => {
  const rows = prepareSides(
    answerOf(
      skewRow("proxy-10", { share: 0.136 }),
      skewRow("proxy-2", { share: 0.13 }),
      skewRow("proxy-3", { share: 0.61 }),
      skewRow("proxy-4", { share: null }),
    ),
    "proxy-3",
    null,
  );
  expect(rows.map((row) => row.name)).toEqual(["proxy-3", "proxy-2", "proxy-10", "proxy-4"]);
  expect(rows[0]).toMatchObject({ isSubject: true, factor: "×2.44", bar: 1 });
  expect(rows[0]?.fairTick).toBeCloseTo(0.25 / 0.61);
  expect(rows[3]).toMatchObject({ factor: null, bar: null });
});

test("by a column when the reader sorts, unknown last in both directions", () => {
  const answer = answerOf(
    skewRow("a", { latencyMs: 2 }),
    skewRow("b", { latencyMs: null }),
    skewRow("c", { latencyMs: 207 }),
  );
  const order = (direction: "asc" | "desc") =>
    prepareSides(answer, null, { column: "latency", direction }).map((row) => row.name);
  expect(order("desc")).toEqual(["c", "a", "b"]);
  expect(order("asc")).toEqual(["a", "c", "b"]);
});

test("an unknown side says why, a side that is not configured stays quiet", () => {
  const [unknown, none] = prepareSides(
    answerOf(
      skewRow("a", { front: { state: "unknown", reason: "its statistics answer HTML", since: null } }),
      skewRow("b", { front: { state: "none", reason: "no statistics are configured" } }),
    ),
    null,
    null,
  );
  expect(unknown?.front).toEqual({ text: "—", unknown: "its statistics answer HTML" });
  expect(unknown?.remarks).toEqual([{ text: "from clients: its statistics answer HTML", tone: "warning" }]);
  expect(unknown?.ageMs).toBe(5000);
  expect(none?.front.unknown).toBe("no statistics are configured");
  expect(none?.remarks).toEqual([]);
});

test("who answers a PING, and how many were lost, is told with the latency", () => {
  const latency = { minMs: 0.2, medianMs: 0.3, maxMs: 9, sent: 60, failed: 3, answeredBy: "proxy" as const };
  const [row] = prepareSides(answerOf(skewRow("a", { latencyMs: 0.3, latency })), null, null);
  expect(plain(row?.latency.text ?? null)).toBe("0.3 ms");
  expect(plain(row?.latency.note ?? null)).toBe(
    "the proxy answers PING itself: the way to Redis is not in it; 0.2 ms – 9 ms in the last minute; 3 of 60 failed",
  );
  expect(row?.remarks.map(({ text }) => text)).toEqual(["answers PING itself"]);
});

test("PINGs that were all lost are told apart from none", () => {
  const latency = {
    minMs: null,
    medianMs: null,
    maxMs: null,
    sent: 60,
    failed: 60,
    answeredBy: "unknown" as const,
  };
  const rows = [skewRow("a", { latencyMs: null, latency }), skewRow("b", { latencyMs: null, latency: null })];
  const [lost, none] = prepareSides(answerOf(...rows), null, null);
  expect(lost?.latency).toEqual({
    text: "—",
    unknown: "no PING through it was answered in the last minute",
    note: "60 of 60 failed",
  });
  expect(none?.latency).toEqual({ text: "—", unknown: "no PING goes through it", note: null });
});

test("that multiplexing hides skew is said at the row, or once where it holds for all", () => {
  const one = answerOf(skewRow("a", { kind: "multiplexing" }), skewRow("b"));
  expect(prepareSides(one, null, null)[0]?.remarks[0]?.text).toMatch(/only its own numbers tell skew/);
  expect(sidesNote(one)).toBe("a row leads to its connections");
  const all = answerOf(skewRow("a", { kind: "multiplexing" }));
  expect(prepareSides(all, null, null)[0]?.remarks).toEqual([]);
  expect(sidesNote(all)).toMatch(/only their own numbers tell skew/);
});

test("outside the rotation nothing is fair", () => {
  const [row] = prepareSides(answerOf(skewRow("a", { inRotation: false, fairShare: 0 })), null, null);
  expect(row).toMatchObject({ factor: null, fairTick: null });
  expect(row?.remarks).toEqual([{ text: "not in rotation", tone: "plain" }]);
});

test("load is told in commands where they are counted, else in bytes", () => {
  const tcp = answerOf(
    skewRow("a", { commandsPerSec: null, bytesPerSec: 2048 }),
    skewRow("b", { commandsPerSec: null, bytesPerSec: 4096 }),
  );
  expect(loadMeasure(tcp)).toBe("bytes");
  const sorted = prepareSides(tcp, null, { column: "load", direction: "desc" });
  expect(sorted.map(({ name, load }) => [name, plain(load)])).toEqual([
    ["b", "4 KiB"],
    ["a", "2 KiB"],
  ]);
  expect(loadMeasure(answerOf(skewRow("a", { commandsPerSec: 12, bytesPerSec: 2048 })))).toBe("commands");
});
