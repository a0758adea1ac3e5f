import { expect, test } from "vitest";
import { formatTick, layoutLines } from "./layout-lines";
import { prepareConnections } from "./prepare-connections";
import { connectionsAnswer } from "./testing/connections-answer";

const model = prepareConnections(
  connectionsAnswer({ "proxy-1": [600, 610], "proxy-2": [600, 605], "proxy-3": [600, null] }),
  { tones: new Map() },
);

test("labels stand in a column at the right, inside the drawing, each with its last value", () => {
  const layout = layoutLines(model, { widthPx: 800, heightPx: 240 });
  expect(layout.labels).toBe("end");
  expect(layout.endLabels.map((label) => `${label.text} ${label.value}`).sort()).toEqual([
    "proxy-1 610",
    "proxy-2 605",
    "proxy-3 600",
  ]);
  for (const label of layout.endLabels) expect(label.x).toBeGreaterThan(layout.box.left + layout.box.width);
});

test("a line that ended earlier keeps its label, said not to be current, at the place where it ended", () => {
  const layout = layoutLines(model, { widthPx: 800, heightPx: 240 });
  const ended = layout.endLabels.find((label) => label.name === "proxy-3");
  expect(ended?.current).toBe(false);
  expect(ended?.anchorX).toBeLessThan(layout.box.left + layout.box.width / 2);
});

test("on a phone the labels go below and the plot takes the width", () => {
  const layout = layoutLines(model, { widthPx: 320, heightPx: 200 });
  expect(layout.labels).toBe("below");
  expect(layout.box.width).toBeGreaterThan(260);
});

test("the reference is named above all lines that run beside its name, below them where there is no room", () => {
  const place = (lines: Record<string, number[]>) =>
    layoutLines(prepareConnections(connectionsAnswer(lines), { tones: new Map() }), {
      widthPx: 800,
      heightPx: 240,
    });
  const low = place({ a: [500, 500], b: [520, 1000] });
  expect(low.referenceLabel?.y).toBeLessThan(low.box.top + low.box.height / 2);
  const full = place({ a: [1000, 1000], b: [1000, 1000] });
  expect(full.referenceLabel?.y).toBeGreaterThan(full.box.top + 8);
});

test("a chart without a single value still has axes", () => {
  const empty = prepareConnections(connectionsAnswer({ a: [null, null] }), { tones: new Map() });
  const layout = layoutLines(empty, { widthPx: 600, heightPx: 200 });
  expect(layout.endLabels).toEqual([]);
  expect(layout.values.ticks).toEqual([0, 1]);
  expect(layout.times.length).toBeGreaterThan(0);
});

test.each([
  [0, "0"],
  [2500, "2,500"],
  [120_000, "120k"],
  [1_250_000, "1.25M"],
  [0.25, "0.25"],
])("tick %d is written %s", (value, text) => {
  expect(formatTick(value)).toBe(text);
});
