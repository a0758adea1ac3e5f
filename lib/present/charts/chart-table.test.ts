import { expect, test } from "vitest";
import { formatCsv, tableOfChurn, tableOfLines } from "./chart-table";
import { prepareChurn } from "./prepare-churn";
import { prepareConnections } from "./prepare-connections";
import { connectionsAnswer, START_MS } from "./testing/connections-answer";

const answer = connectionsAnswer({ a: [1, 2, null], b: [3, null, null] });

test("the table of a chart holds its numbers, newest first, without the future", () => {
  expect(tableOfLines(prepareConnections(answer, { tones: new Map() }))).toEqual({
    columns: ["a", "b", "all"],
    rows: [
      { atMs: START_MS + 10_000, values: [2, null, 2] },
      { atMs: START_MS, values: [1, 3, 4] },
    ],
  });
  expect(tableOfChurn(prepareChurn(answer)).columns).toEqual(["opened/s", "closed/s", "gone unseen/s"]);
});

test("as CSV, unknown is empty, zero is zero, and no name is run as a formula", () => {
  const csv = formatCsv({
    columns: ['say "hi"', "a,b", "=cmd()"],
    rows: [{ atMs: START_MS, values: [0, null, 2.5] }],
  });
  expect(csv).toBe('at,"say ""hi""","a,b",\'=cmd()\r\n2026-11-22T13:00:00.000Z,0,,2.5\r\n');
});
