import { expect, test } from "vitest";
import { BY_MOMENT, formatCsv, momentRow, tableOfChurn, tableOfLines } from "./chart-table";
import { prepareChurn } from "./prepare-churn";
import { prepareConnections } from "./prepare-connections";
import { connectionsAnswer, START_MS } from "./testing/connections-answer";

const answer = connectionsAnswer({ a: [1, 2, null], b: [3, null, null] });

test("the table of a chart holds its numbers, newest first, without the future", () => {
  expect(tableOfLines(prepareConnections(answer, { tones: new Map() }))).toEqual({
    first: BY_MOMENT,
    columns: ["a", "b", "all"],
    rows: [momentRow(START_MS + 10_000, [2, null, 2]), momentRow(START_MS, [1, 3, 4])],
  });
  expect(tableOfChurn(prepareChurn(answer)).columns).toEqual(["opened/s", "closed/s", "gone unseen/s"]);
});

test("as CSV, unknown is empty, zero is zero, and no name is run as a formula", () => {
  const csv = formatCsv({
    first: BY_MOMENT,
    columns: ['say "hi"', "a,b", "=cmd()"],
    rows: [momentRow(START_MS, [0, null, 2.5]), { name: "x", csv: "@x", values: [1, 2, 3] }],
  });
  expect(csv).toBe('at,"say ""hi""","a,b",\'=cmd()\r\n2026-11-22T13:00:00.000Z,0,,2.5\r\n\'@x,1,2,3\r\n');
});
