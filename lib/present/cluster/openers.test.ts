import { expect, test } from "vitest";
import { prepareOpeners } from "./openers";

const group = (name: string, openedPerSec: number | null, connections = 1) => ({
  name,
  origin: "derived" as const,
  connections,
  openedPerSec,
  closedPerSec: openedPerSec === null ? null : openedPerSec / 2,
});

test("who opens most stands first, then who holds most; not known comes last", () => {
  const { rows, note } = prepareOpeners([
    group("x", null),
    group("a", 0, 5),
    group("b", 2),
    group("c", 0, 9),
  ]);
  expect(rows.map((row) => row.name)).toEqual(["b", "c", "a", "x"]);
  expect(rows.map((row) => [row.openedRatio, row.closedRatio])).toEqual([
    [1, 0.5],
    [0, 0],
    [0, 0],
    [null, null],
  ]);
  expect(note).toBeNull();
});

test("of many groups the first ones are shown, and it is said", () => {
  const { rows, note } = prepareOpeners(Array.from({ length: 40 }, (_, index) => group(`g${index}`, index)));
  expect(rows).toHaveLength(6);
  expect(note).toBe("6 of 40 groups");
});
