import { expect, test } from "vitest";
import { chooseSubjects } from "./choose-subjects";
import { layoutChurnBars, shortLabels } from "./layout-churn-bars";
import { prepareChurnBars, tableOfChurnBars } from "./prepare-churn-bars";
import { skewAnswer, skewRow, verdict } from "./testing/skew-answer";

const answer = {
  ...skewAnswer({}),
  verdicts: [verdict()],
  proxies: [
    skewRow("proxy-1", { openedPerSec: 5, closedPerSec: 5.6 }),
    skewRow("proxy-3", { openedPerSec: 5.1, closedPerSec: 1.3 }),
    skewRow("proxy-4", { openedPerSec: null, closedPerSec: null }),
  ],
};
const bars = prepareChurnBars(answer, chooseSubjects(answer));

test("both sides have one scale, the subject is marked, unknown is no bar of height zero", () => {
  const { bars: placed, zeroY } = layoutChurnBars(bars, { widthPx: 600, heightPx: 248 });
  const [first, subject, unknown] = placed;
  expect(subject?.tone).toBe("subject");
  expect((first?.openedPx ?? 0) / (first?.closedPx ?? 1)).toBeCloseTo(5 / 5.6);
  expect(unknown).toMatchObject({ openedPx: null, closedPx: null, openedText: "", closedText: "" });
  expect(subject?.closedText).toBe("−1.3");
  for (const bar of placed) expect(zeroY - (bar.openedPx ?? 0)).toBeGreaterThan(0);
});

test("without any churn nothing is divided by zero", () => {
  const still = layoutChurnBars(
    bars.map((bar) => ({ ...bar, openedPerSec: 0, closedPerSec: 0 })),
    { widthPx: 320, heightPx: 248 },
  );
  expect(still.bars.every((bar) => bar.openedPx === 0)).toBe(true);
});

test.each([
  [["proxy-1", "proxy-2"], 80, ["proxy-1", "proxy-2"]],
  [["proxy-1", "proxy-12"], 34, ["1", "12"]],
  [["proxy-1", "proxy-12", "median of 54 others"], 56, ["1", "12", "54 others"]],
  [["a", "b"], 2, ["a…", "b…"]],
])("names that fit: %o within %d px", (names, widthPx, labels) => {
  expect(shortLabels(names, widthPx)).toEqual(labels);
});

test("the table has everybody, closes also per connection and hour", () => {
  const table = tableOfChurnBars(answer);
  expect(table.first.head).toBe("Proxy");
  expect(table.rows.map(({ name, values }) => [name, values])).toEqual([
    ["proxy-1", [5, 5.6, 180]],
    ["proxy-3", [5.1, 1.3, 180]],
    ["proxy-4", [null, null, 180]],
  ]);
});
