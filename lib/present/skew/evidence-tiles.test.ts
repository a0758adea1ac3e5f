import { expect, test } from "vitest";
import type { SkewUnit } from "@/lib/domain/skew/model";
import { evidenceTiles } from "./evidence-tiles";
import { verdict } from "./testing/skew-answer";

const plain = (text: string) => text.replaceAll("\u202f", " ");
const tilesOf = (rows: readonly (readonly [string, number, SkewUnit])[], change = {}) =>
  evidenceTiles(
    verdict({ evidence: rows.map(([label, value, unit]) => ({ label, value, unit })), ...change }),
  ).map((tile) => `${tile.striking ? "! " : ""}${plain(tile.value)} ${plain(tile.label)}`);

test("numbers that only compare go into the label of the one they compare with", () => {
  expect(
    tilesOf(
      [
        ["close hazard against the others", 0.232, "ratio"],
        ["close hazard against the others, low", 0.21, "ratio"],
        ["close hazard against the others, high", 0.26, "ratio"],
        ["latency there", 207, "ms"],
        ["latency of the others", 2, "ms"],
        ["part of the drift that the group makes", 0.92, "share"],
        ["closed per second there", 1.3, "per_second"],
        ["closed per second, least of the others", 5.6, "per_second"],
        ["closed per second, most of the others", 5.7, "per_second"],
        ["share of connections", 0.61, "share"],
        ["fair share", 0.25, "share"],
      ],
      { group: "orders-api" },
    ),
  ).toEqual([
    "61 % of connections (fair 25 %)",
    "! 1.3 / s closed there (others 5.6 – 5.7 / s)",
    "207 ms latency there (others 2 ms)",
    "92 % of the drift is made by orders-api",
    "×0.23 closed as often as the others (×0.21 – ×0.26)",
  ]);
});

test("what has no recipe stands under its own name, and events stand beside the chip", () => {
  expect(
    tilesOf([
      ["idle there, nine in ten at most", 1.2, "seconds"],
      ["opened seen", 4812, "count"],
      ["compared", 4, "count"],
    ]),
  ).toEqual(["1.2 s idle there, nine in ten at most"]);
  expect(tilesOf([["share of connections", 0.61, "share"]])).toEqual(["61 % of connections"]);
});
