import { describe, expect, test } from "vitest";
import type { ChosenSubjects } from "./choose-subjects";
import { ageOfPlace, layoutSurvival, placeOfAge } from "./layout-survival";
import { halfLifeOf, noLivesWords, openAt, prepareSurvival, tableOfSurvival } from "./prepare-survival";
import { nearestAge, readAge, sayAge, stepAge } from "./read-age";
import { skewRow } from "./testing/skew-answer";

const AGES = [0, 5, 10, 30, 60, 120, 300, 600, 1800, 3600];
const exponential = (hazard: number) => AGES.map((age) => Math.exp(-hazard * age));
const chosen = (names: string[], others: string[] = []): ChosenSubjects => ({
  subject: "slow",
  names,
  others,
});
const survival = (curves: Record<string, (number | null)[]>) => ({
  from: "2026-11-22T13:00:00.000Z",
  to: "2026-11-22T13:15:00.000Z",
  ages: AGES,
  curves: Object.entries(curves).map(([name, open]) => ({ name, open, closed: 1, exposureSec: 1 })),
});
const prepare = (curves: Record<string, (number | null)[]>, who = chosen(Object.keys(curves))) =>
  prepareSurvival(survival(curves), {
    chosen: who,
    toneOf: (name) => (name === who.subject ? "subject" : 0),
  });
const plain = (text: string) => text.replaceAll("\u202f", " ");

describe("the axis", () => {
  test("is linear and ends where next to nobody is left", () => {
    const model = prepare({ slow: exponential(0.04), fast: exponential(0.06) });
    expect(model?.scale).toBe("linear");
    expect(model?.endSec).toBe(120);
  });

  test("is logarithmic where most are gone within a small part of it", () => {
    const model = prepare({ slow: exponential(0.0005), fast: exponential(0.2) });
    expect(model?.scale).toBe("log");
    expect(model?.endSec).toBe(3600);
  });

  test("ends where nobody was seen any older", () => {
    const young = exponential(0.001).map((open, index) => (index > 5 ? null : open));
    expect(prepare({ slow: young })?.endSec).toBe(120);
    expect(prepare({ slow: AGES.map((_, index) => (index === 0 ? 1 : null)) })).toBeNull();
  });

  test.each(["linear", "log"] as const)("goes back and forth between age and place: %s", (scale) => {
    for (const age of [0, 1, 60, 3600]) {
      expect(ageOfPlace({ scale, endSec: 3600 }, placeOfAge({ scale, endSec: 3600 }, age))).toBeCloseTo(
        age,
        6,
      );
    }
  });
});

describe("between two ages", () => {
  test("the hazard is constant", () => {
    expect(openAt([0, 10], [100, 25], 5)).toBeCloseTo(50, 9);
    expect(halfLifeOf([0, 10], [100, 25])).toBeCloseTo(5, 9);
  });

  test("nothing is made up beyond what was seen, nor out of zero", () => {
    expect(openAt([0, 10], [100, null], 5)).toBeNull();
    expect(openAt([0, 10], [100, 0], 5)).toBe(50);
    expect(openAt([0, 10], [100, 50], 11)).toBeNull();
    expect(halfLifeOf([0, 10], [100, 80])).toBeNull();
  });
});

test("an age is read longest-lived first, and stepped with the keys", () => {
  const model = prepare({ fast: exponential(0.06), slow: exponential(0.02) });
  if (model === null) throw new Error("no model");
  expect(plain(sayAge(readAge(model, 60)))).toBe("open after 1 min: slow 30 %; fast 2.7 %");
  expect(stepAge(model, 0, "End")).toBe(model.endSec);
  expect(stepAge(model, null, "ArrowRight")).toBe(nearestAge(model, 0.5));
  expect(stepAge(model, 60, "ArrowRight")).toBeGreaterThan(60);
  expect(stepAge(model, 0, "ArrowLeft")).toBe(0);
  expect(stepAge(model, 0, "x")).toBeNull();
});

test("labels stand inside the drawing, ticks do not touch, the others are one curve", () => {
  const curves = Object.fromEntries(["slow", "a", "b", "c"].map((name) => [name, exponential(0.05)]));
  const model = prepare(curves, chosen(["slow"], ["a", "b", "c"]));
  if (model === null) throw new Error("no model");
  expect(model.lines.map((line) => line.name)).toEqual(["slow", "median of 3 others"]);
  const layout = layoutSurvival(model, { widthPx: 600, heightPx: 236 });
  const xs = layout.ticks.map((tick) => tick.x);
  for (const [index, x] of xs.slice(1).entries()) expect(x - (xs[index] ?? 0)).toBeGreaterThan(24);
  for (const label of layout.endLabels) expect(label.x).toBeGreaterThan(layout.box.left + layout.box.width);
  expect(layoutSurvival(model, { widthPx: 320, heightPx: 200 }).endLabels).toEqual([]);
});

test("as a table: one row an age, percent, unknown stays unknown", () => {
  const table = tableOfSurvival(survival({ slow: AGES.map((_, index) => (index < 2 ? 0.5 : null)) }));
  expect(table.columns).toEqual(["slow"]);
  expect(table.rows[1]).toMatchObject({ csv: "5", values: [50] });
  expect(table.rows[2]?.values).toEqual([null]);
});

test("without a curve it says why: behind multiplexing proxies there is none to be had", () => {
  expect(noLivesWords({ proxies: [skewRow("a", { kind: "multiplexing" })] })).toMatch(/keep their own/);
  expect(noLivesWords({ proxies: [skewRow("a"), skewRow("b", { kind: "multiplexing" })] })).toMatch(
    /life tables/,
  );
});
