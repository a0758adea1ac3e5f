import { expect, test } from "vitest";
import { fleetMarkdown } from "./markdown";
import { clusterRow } from "./testing/cluster-row";

test("a table to paste, with the moment and the way back", () => {
  const rows = [clusterRow("orders", { reason: "a | b\nc", ageMs: null, connections: null })];
  const text = fleetMarkdown("orders is steady", rows, {
    atMs: Date.UTC(2026, 10, 22, 14, 3),
    href: "http://x/",
  });
  expect(text.replaceAll("\u202f", " ").split("\n")).toEqual([
    "**orders is steady** (22 Nov 2026, 14:03:00 UTC, http://x/)",
    "",
    "| Cluster | State | Why | Connections | Of limit | Nodes answering | Age |",
    "|---|---|---|--:|--:|--:|--:|",
    "| orders | ok | a \\| b c | — | 1.6 % | 3 of 3 | — |",
    "",
  ]);
});
