import { expect, test } from "vitest";
import { chooseSubjects, medianOf, othersName } from "./choose-subjects";
import { skewAnswer, verdict } from "./testing/skew-answer";

const many = (count: number) =>
  Object.fromEntries(
    Array.from({ length: count }, (_, index) => [
      `proxy-${index + 1}`,
      [1 / count, index === count - 1 ? 3 / count : 1 / count],
    ]),
  );

test("few are all drawn, in the order of their names, whoever holds most", () => {
  const chosen = chooseSubjects(
    skewAnswer({ "proxy-10": [0.6], "proxy-2": [0.4] }, { verdicts: [verdict()] }),
  );
  expect(chosen).toEqual({ subject: null, names: ["proxy-2", "proxy-10"], others: [] });
});

test("of many, those that a verdict names and those that changed most; the others are one line", () => {
  const chosen = chooseSubjects(skewAnswer(many(200), { verdicts: [verdict()] }));
  expect(chosen.subject).toBe("proxy-3");
  expect(chosen.names).toContain("proxy-3");
  expect(chosen.names).toContain("proxy-200");
  expect(chosen.names.length + chosen.others.length).toBe(200);
  expect(othersName(chosen)).toBe(`median of ${chosen.others.length} others`);
});

test("a verdict that ended has no strong line any more", () => {
  const ended = verdict({ until: "2026-11-22T13:05:00.000Z" });
  expect(chooseSubjects(skewAnswer({ "proxy-3": [1] }, { verdicts: [ended] })).subject).toBeNull();
});

test.each([
  [[3, null, 1, undefined, 2], 2],
  [[4, 1], 2.5],
  [[null, undefined], null],
  [[], null],
])("median of %o", (values, median) => {
  expect(medianOf(values)).toBe(median);
});
