import { expect, test } from "vitest";
import { tableOfLines } from "../charts/chart-table";
import { layoutLines } from "../charts/layout-lines";
import { readLines, sayReading } from "../charts/read-moment";
import { chooseSubjects } from "./choose-subjects";
import { prepareLatency, prepareShares } from "./prepare-lines";
import { skewAnswer, skewRow, verdict } from "./testing/skew-answer";

const tones = new Map([
  ["proxy-1", 0],
  ["proxy-3", 2],
]);
const plain = (text: string) => text.replaceAll("\u202f", " ");
const answer = skewAnswer({ "proxy-1": [0.5, 0.39], "proxy-3": [0.5, 0.61] }, { verdicts: [verdict()] });
const model = prepareShares(answer, { chosen: chooseSubjects(answer), tones });

test("shares are percent, the subject takes the strong hue, the fair share is a line with its number", () => {
  expect(model.lines.map(({ name, tone, values }) => [name, tone, values])).toEqual([
    ["proxy-1", 0, [50, 39]],
    ["proxy-3", "subject", [50, 61]],
  ]);
  expect(plain(model.reference?.name ?? "")).toBe("fair share 50 %");
  expect(plain(sayReading(readLines(model, 1)))).toBe("proxy-3 61 %; proxy-1 39 %; fair share 50 % 50 %");
});

test("labels and table carry percent, and no sum: it is always all", () => {
  const { endLabels } = layoutLines(model, { widthPx: 800, heightPx: 240 });
  expect(endLabels.map((label) => plain(`${label.name} ${label.value}`)).sort()).toEqual([
    "proxy-1 39 %",
    "proxy-3 61 %",
  ]);
  expect(tableOfLines(model).columns).toEqual(["proxy-1", "proxy-3"]);
});

test("weights leave no common fair share to draw", () => {
  const weighted = {
    ...answer,
    proxies: [skewRow("proxy-1", { fairShare: 0.2 }), skewRow("proxy-3", { fairShare: 0.8 })],
  };
  expect(prepareShares(weighted, { chosen: chooseSubjects(weighted), tones }).reference).toBeNull();
});

test("a stretch that nobody was counted in is a gap", () => {
  const gap = skewAnswer({ a: [0.5, null, null, null, 0.5], b: [0.5, null, null, null, 0.5] });
  const { bands } = prepareShares(gap, { chosen: chooseSubjects(gap), tones });
  expect(bands.map(({ fromMs, toMs }) => (toMs - fromMs) / 60_000)).toEqual([3]);
});

test("of many the others are one line at their median", () => {
  const names = Array.from({ length: 20 }, (_, index) => `p${index}`);
  const wide = skewAnswer(Object.fromEntries(names.map((name) => [name, [0.05, 0.05]])));
  const drawn = prepareShares(wide, { chosen: chooseSubjects(wide), tones });
  expect(drawn.lines.at(-1)).toMatchObject({ name: "median of 14 others", tone: "rest", values: [5, 5] });
  expect(drawn.note).toBe("6 of 20 proxies");
});

test("without a PING anywhere there is no latency chart", () => {
  expect(prepareLatency(answer, { chosen: chooseSubjects(answer), tones })).toBeNull();
});
