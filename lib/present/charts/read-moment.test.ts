import { expect, test } from "vitest";
import { prepareChurn } from "./prepare-churn";
import { prepareConnections } from "./prepare-connections";
import { readChurn, readLines, sayReading } from "./read-moment";
import { connectionsAnswer, instant, START_MS } from "./testing/connections-answer";

const tones = new Map<string, number>();
const plain = (text: string) => text.replaceAll("\u202f", " ");

test("a moment lists its lines, largest first, then the fair share and the sum", () => {
  const model = prepareConnections(connectionsAnswer({ a: [10, 10], b: [30, 30.4] }), { tones });
  expect(readLines(model, 1).rows.map((row) => `${row.name} ${row.value}`)).toEqual([
    "b 30",
    "a 10",
    "fair share 20",
    "all 40",
  ]);
});

test("unknown is written as unknown and sorted behind zero", () => {
  const model = prepareConnections(connectionsAnswer({ a: [null], b: [0] }), { tones });
  const rows = readLines(model, 0).rows.map((row) => `${row.name} ${row.value}`);
  expect(rows.slice(0, 2)).toEqual(["b 0", "a —"]);
});

test("a moment says which gap it lies in and what happened", () => {
  const answer = connectionsAnswer(
    { a: [1, null] },
    {
      gaps: [
        {
          from: instant(START_MS + 10_000),
          to: instant(START_MS + 20_000),
          node: null,
          ongoing: false,
          reason: "the collector was away",
          opened: null,
          closed: null,
        },
      ],
    },
  );
  const model = prepareConnections(answer, { tones });
  expect(readLines(model, 0).remarks).toEqual([]);
  expect(readLines(model, 1).remarks).toEqual(["the collector was away"]);
  expect(sayReading(readLines(model, 1))).toBe("a —; the collector was away");
});

test("a sum that lacks a node says so", () => {
  const answer = connectionsAnswer({ a: [1, 1] }, { nodesSeen: [2, 1], nodesExpected: 2 });
  const model = prepareConnections(answer, { tones });
  expect(readLines(model, 1).remarks).toEqual(["some nodes were not seen: the sums lack them"]);
  expect(readLines(model, 0).remarks).toEqual([]);
});

test("churn names what no sweep saw, when there was any", () => {
  const model = prepareChurn(connectionsAnswer({ a: [1, 1] }, { unattributedPerSec: [0, 2] }));
  expect(plain(sayReading(readChurn(model, 0)))).toBe("opened 1.0 / s; closed 2.0 / s");
  expect(plain(sayReading(readChurn(model, 1)))).toContain("gone before a sweep saw them 2.0 / s");
});
