import { expect, test } from "vitest";
import { assignSeriesTones, colourOf, compareNatural, textColourOf } from "./series-tones";

test("names get tones in their natural order, whatever order they come in", () => {
  const tones = assignSeriesTones(["proxy-10", "proxy-2", "proxy-1"]);
  expect([...tones]).toEqual([
    ["proxy-1", 0],
    ["proxy-2", 1],
    ["proxy-10", 2],
  ]);
  expect(assignSeriesTones(["proxy-1", "proxy-10", "proxy-2"])).toEqual(tones);
});

test("a newcomer takes a free tone and moves nobody", () => {
  const before = assignSeriesTones(["b", "c"]);
  const after = assignSeriesTones(["a", "b", "c"], before);
  expect(after.get("b")).toBe(before.get("b"));
  expect(after.get("c")).toBe(before.get("c"));
  expect(after.get("a")).toBe(2);
});

test("who leaves frees a tone, and forty names share the palette evenly", () => {
  const before = assignSeriesTones(["a", "b"]);
  expect(assignSeriesTones(["b", "c"], before).get("c")).toBe(0);
  const tones = [...assignSeriesTones(Array.from({ length: 40 }, (_, i) => `g${i}`)).values()];
  const uses = tones.reduce(
    (map, tone) => map.set(tone, (map.get(tone) ?? 0) + 1),
    new Map<number, number>(),
  );
  expect(new Set(uses.values())).toEqual(new Set([4]));
});

test("natural order is total: names that differ only for a machine still have one", () => {
  expect(compareNatural("a", "a")).toBe(0);
  expect(compareNatural("a1", "a01")).toBe(-compareNatural("a01", "a1"));
});

test("the subject of a verdict has a hue that no palette place has", () => {
  expect(colourOf("subject")).toBe("var(--chart-subject)");
  expect(textColourOf("subject")).toContain("var(--chart-subject)");
  expect(colourOf(0)).toBe("var(--chart-1)");
});
