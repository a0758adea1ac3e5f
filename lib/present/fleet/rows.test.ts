import { expect, test } from "vitest";
import { filterRows, sortRows } from "./rows";
import { clusterRow } from "./testing/cluster-row";

const rows = [
  clusterRow("orders", { state: "critical", connections: 2412, reason: "primary 10.0.3.21:6379 is full" }),
  clusterRow("svc-10", { connections: null, headroom: null }),
  clusterRow("svc-2", { connections: 7, perProxy: [{ name: "nc-7", connections: 7 }] }),
];
const names = (list: readonly { id: string }[]) => list.map(({ id }) => id);

test.each([
  ["", ["orders", "svc-10", "svc-2"]],
  ["SVC", ["svc-10", "svc-2"]],
  ["10.0.3.21", ["orders"]],
  ["nc-7", ["svc-2"]],
  ["primary full", ["orders"]],
  ["svc full", []],
])("filter %j", (q, expected) => expect(names(filterRows(rows, { q, state: null }))).toEqual(expected));

test("by state", () => expect(names(filterRows(rows, { q: "", state: "critical" }))).toEqual(["orders"]));

test("unknown numbers come last in both directions", () => {
  expect(names(sortRows(rows, { column: "connections", direction: "desc" }))).toEqual([
    "orders",
    "svc-2",
    "svc-10",
  ]);
  expect(names(sortRows(rows, { column: "connections", direction: "asc" }))).toEqual([
    "svc-2",
    "orders",
    "svc-10",
  ]);
});

test("names sort as people count", () => {
  expect(names(sortRows(rows, { column: "name", direction: "asc" }))).toEqual(["orders", "svc-2", "svc-10"]);
});

test.each([
  null,
  { column: "nonsense", direction: "asc" as const },
  { column: "constructor", direction: "asc" as const },
])("without a column it knows, worst first as answered: %j", (sort) =>
  expect(names(sortRows(rows, sort))).toEqual(["orders", "svc-10", "svc-2"]),
);
