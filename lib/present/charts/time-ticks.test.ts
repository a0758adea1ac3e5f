import { expect, test } from "vitest";
import { placeTimeTicks } from "./time-ticks";

const at = (text: string) => Date.parse(`2026-11-${text}Z`);
const box = (widthPx: number) => ({ widthPx, leftPx: 40, rightPx: 40 });

test.each([
  { from: "22T13:00:00", to: "22T14:00:00", width: 800, first: "13:00", second: "13:05" },
  { from: "22T13:00:00", to: "22T14:00:00", width: 300, first: "13:00", second: "13:15" },
  { from: "22T13:48:00", to: "22T13:49:00", width: 900, first: "13:48:00", second: "13:48:10" },
  { from: "22T13:00:07", to: "22T14:00:07", width: 500, first: "13:10", second: "13:20" },
  { from: "01T00:00:00", to: "29T00:00:00", width: 900, first: "3 Nov", second: "7 Nov" },
  { from: "01T00:00:00", to: "29T00:00:00", width: 300, first: "2 Nov", second: "9 Nov" },
])("$from to $to on $width px begins $first, $second", ({ from, to, width, first, second }) => {
  const labels = placeTimeTicks(at(from), at(to), box(width)).map((tick) => tick.label);
  expect(labels.slice(0, 2)).toEqual([first, second]);
});

test("more than a year is ticked at months", () => {
  const labels = placeTimeTicks(Date.UTC(2025, 9, 20), Date.UTC(2026, 10, 22), box(700)).map(
    (one) => one.label,
  );
  expect(labels.slice(0, 4)).toEqual(["1 Nov", "1 Jan", "1 Mar", "1 May"]);
});

test("midnight carries its day", () => {
  const labels = placeTimeTicks(at("21T22:00:00"), at("22T02:00:00"), box(600)).map((tick) => tick.label);
  expect(labels).toContain("22 Nov");
  expect(labels).toContain("23:00");
});

test("labels never touch, from a minute to 400 days, on a phone and on a wall", () => {
  for (const widthPx of [180, 320, 760, 1180, 2400]) {
    for (const minutes of [1, 5, 15, 60, 360, 1440, 10_080, 43_200, 576_000]) {
      const fromMs = at("22T13:17:23");
      const toMs = fromMs + minutes * 60_000;
      const ticks = placeTimeTicks(fromMs, toMs, box(widthPx));
      const xs = ticks.map((tick) => ((tick.atMs - fromMs) / (toMs - fromMs)) * widthPx);
      for (const [index, x] of xs.slice(1).entries()) {
        const label = ticks[index]?.label ?? "";
        expect(x - (xs[index] ?? 0)).toBeGreaterThan(label.length * 6.3 + 8);
      }
    }
  }
});

test("a label at the edge of the drawing turns inward", () => {
  const ticks = placeTimeTicks(at("22T13:00:00"), at("22T14:00:00"), { widthPx: 400, leftPx: 4, rightPx: 4 });
  expect(ticks[0]?.anchor).toBe("start");
  expect(ticks.at(-1)?.anchor).toBe("end");
});

test("an empty or inverted span has no ticks", () => {
  expect(placeTimeTicks(5, 5, box(100))).toEqual([]);
  expect(placeTimeTicks(9, 5, box(100))).toEqual([]);
});
