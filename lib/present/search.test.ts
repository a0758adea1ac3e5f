import { expect, test } from "vitest";
import { type SearchEntry, searchEntries } from "./search";

const entry = (kind: SearchEntry["kind"], label: string, within = ""): SearchEntry => ({
  kind,
  label,
  within,
  detail: "",
  href: `/${kind}/${label}/${within}`,
  state: null,
});

const fleet = [
  entry("cluster", "feed-orders"),
  entry("cluster", "orders"),
  entry("cluster", "orders-eu"),
  entry("cluster", "records"),
  entry("proxy", "proxy-10", "orders"),
  entry("proxy", "proxy-2", "orders"),
  entry("proxy", "proxy-1", "sessions"),
  entry("node", "10.0.3.21:6379", "orders primary"),
];

const found = (query: string, perGroup = 10) =>
  searchEntries(query, fleet, perGroup).map(({ kind, entries, more }) => [
    kind,
    entries.map(({ label }) => label),
    more,
  ]);

test("exact, then beginning, then beginning of a word, then anywhere", () => {
  expect(found("orders")[0]).toEqual(["cluster", ["orders", "orders-eu", "feed-orders"], 0]);
  expect(found("ord")[0]).toEqual(["cluster", ["orders", "orders-eu", "feed-orders", "records"], 0]);
});

test("every word must match, in the name or in where it is", () => {
  expect(found("orders proxy")).toEqual([["proxy", ["proxy-2", "proxy-10"], 0]]);
  expect(found("10.0.3 primary")).toEqual([["node", ["10.0.3.21:6379"], 0]]);
  expect(found("orders nowhere")).toEqual([]);
});

test("nothing typed lists all, as many as there is room for", () => {
  expect(found("", 2)[0]).toEqual(["cluster", ["feed-orders", "orders"], 2]);
});
