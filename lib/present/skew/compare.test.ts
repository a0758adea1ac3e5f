import { expect, test } from "vitest";
import { connectionsAnswer } from "../charts/testing/connections-answer";
import {
  changesBetween,
  compareGroups,
  compareSubjects,
  firstMoments,
  formatChange,
  moveNearest,
} from "./compare";
import { instant, START_MS, STEP_MS, skewAnswer, verdict } from "./testing/skew-answer";

const at = (index: number) => START_MS + (index + 0.5) * STEP_MS;
const plain = (text: string) => text.replaceAll("\u202f", " ");
const answer = skewAnswer({
  "proxy-1": [0.5, 0.5, 0.4, 0.39],
  "proxy-2": [null, null, null, null],
  "proxy-3": [0.5, 0.5, 0.6, 0.61],
});

test("those whose share changed most come first, unknown last and never as zero", () => {
  const compared = compareSubjects(answer, { aMs: at(0), bMs: at(3) });
  expect(compared.map(({ name }) => name)).toEqual(["proxy-1", "proxy-3", "proxy-2"]);
  expect(compared[1]?.connections).toEqual({ a: 500, b: 610, change: 110 });
  expect(compared[2]?.share).toEqual({ a: null, b: null, change: null });
});

test("a moment outside the window is unknown, not the nearest bucket", () => {
  const [first] = compareSubjects(answer, { aMs: START_MS - 3_600_000, bMs: at(3) });
  expect(first?.share.a).toBeNull();
});

test("groups by the size of their difference", () => {
  const groups = connectionsAnswer({ api: [100, 150], batch: [10, 10] });
  const from = Date.parse(groups.at[0] ?? "");
  const compared = compareGroups(groups, { aMs: from + 5000, bMs: from + 15_000 });
  expect(compared.map(({ name, connections }) => [name, connections.change])).toEqual([
    ["api", 50],
    ["batch", 0],
  ]);
});

test("a comparison begins before the verdict, or over all that is known", () => {
  expect(firstMoments(answer)).toEqual({ aMs: at(0), bMs: at(3) });
  const judged = { ...answer, verdicts: [verdict({ since: instant(START_MS + 2.5 * STEP_MS) })] };
  expect(firstMoments(judged)).toEqual({ aMs: START_MS + 1.5 * STEP_MS, bMs: at(3) });
  expect(firstMoments(skewAnswer({ a: [null, 0.5] }))).toBeNull();
});

test("a picked moment takes the place of the nearer one", () => {
  expect(moveNearest({ aMs: 0, bMs: 100 }, 40)).toEqual({ aMs: 40, bMs: 100 });
  expect(moveNearest({ aMs: 0, bMs: 100 }, 140)).toEqual({ aMs: 0, bMs: 140 });
});

test("what happened between them, in the order of time, whichever is earlier", () => {
  const change = (index: number) => ({
    at: instant(at(index)),
    subject: "n",
    kind: "role",
    sentence: `change ${index}`,
    precisionMs: 1000,
    source: "probe",
  });
  const changed = { observations: [change(3), change(2), change(0)] };
  expect(changesBetween(changed, { aMs: at(3), bMs: at(1) }).map(({ sentence }) => sentence)).toEqual([
    "change 2",
    "change 3",
  ]);
});

test.each([
  [0.36, "share", "+36 pts"],
  [-0.117, "share", "−11.7 pts"],
  [0.0001, "share", "±0"],
  [-1204, "count", "−1,204"],
  [0, "count", "±0"],
  [205, "ms", "+205 ms"],
  [null, "count", "—"],
] as const)("a change of %s %s", (change, unit, words) => {
  expect(plain(formatChange(change, unit))).toBe(words);
});
