import { describe, expect, test } from "vitest";
import { VERDICT_KINDS } from "@/lib/domain/skew/model";
import { formatEvidence, formatFactor } from "./format-evidence";
import { START_MS, STEP_MS, skewAnswer, verdict } from "./testing/skew-answer";
import {
  conditionWords,
  emphasize,
  formatConfidence,
  isFinding,
  kindWords,
  spanWords,
  verdictFacts,
  verdictWindow,
} from "./verdict-words";

const plain = (text: string) => text.replaceAll("\u202f", " ");

test.each([
  [{ value: 1471, unit: "connections" }, "1,471"],
  [{ value: 4812, unit: "count" }, "4,812"],
  [{ value: 5.04, unit: "per_second" }, "5.0 / s"],
  [{ value: 12, unit: "per_hour" }, "12.0 / h"],
  [{ value: 0.232, unit: "ratio" }, "×0.23"],
  [{ value: 0.61, unit: "share" }, "61 %"],
  [{ value: 207, unit: "ms" }, "207 ms"],
  [{ value: 750, unit: "seconds" }, "12 min 30 s"],
  [{ value: 2048, unit: "bytes_per_second" }, "2 KiB / s"],
] as const)("evidence %o", (evidence, words) => {
  expect(plain(formatEvidence(evidence))).toBe(words);
});

test.each([
  [1, "×1.00"],
  [2.444, "×2.44"],
  [12.3, "×12"],
  [1204, "×1,204"],
])("a factor of %d", (ratio, words) => {
  expect(formatFactor(ratio)).toBe(words);
});

test.each([
  [0.994, "0.99"],
  [0.9999, "0.99"],
  [1, "1.00"],
  [0.5, "0.50"],
])("confidence %d is never said greater than it is", (confidence, words) => {
  expect(formatConfidence(confidence)).toBe(words);
});

test("every verdict has a name; only those that say something is wrong are findings", () => {
  expect(VERDICT_KINDS.filter((kind) => !isFinding(kind))).toEqual(["balanced", "insufficient-data"]);
  expect(new Set(VERDICT_KINDS.map((kind) => kindWords(kind).label)).size).toBe(VERDICT_KINDS.length);
  for (const kind of VERDICT_KINDS) {
    expect(["critical", "warning"].includes(kindWords(kind).state)).toBe(isFinding(kind));
  }
});

describe("what stands beside the chip", () => {
  const answer = skewAnswer({ "proxy-1": [0.5], "proxy-3": [0.5] });

  test("rates of the window where the verdict counts no events, and what could not be attributed", () => {
    expect(verdictFacts(answer, verdict()).map(plain)).toEqual([
      "since 13:02:00",
      "confidence 0.99",
      "still growing",
      "10.0 opened, 10.0 closed / s seen",
      "0 % of churn unattributed",
    ]);
  });

  test("the verdict's own events where it has them, and unknown churn said as such", () => {
    const evidence = [
      { label: "opened seen", value: 4812, unit: "count" as const },
      { label: "closes seen", value: 4655, unit: "count" as const },
    ];
    const unknown = { ...answer, unattributed: { opened: null, perSec: null, ratio: null } };
    const facts = verdictFacts(unknown, verdict({ evidence, since: null, trend: null }));
    expect(facts.map(plain)).toEqual([
      "confidence 0.99",
      "4,812 opened, 4,655 closed seen",
      "unattributed churn not known",
    ]);
  });
});

test("from when to when", () => {
  const until = new Date(START_MS + 5 * STEP_MS).toISOString();
  expect(spanWords(verdict(), START_MS)).toBe("since 13:02:00");
  expect(spanWords(verdict({ until }), START_MS)).toBe("13:02:00 – 13:05:00");
  expect(spanWords(verdict({ since: null, until }), START_MS)).toBe("until 13:05:00");
  expect(spanWords(verdict({ since: null }), START_MS)).toBeNull();
});

test("a verdict that ended has a window around it; one without a beginning has none", () => {
  const until = new Date(START_MS + 42 * STEP_MS).toISOString();
  expect(verdictWindow(verdict({ until }))).toEqual({
    kind: "between",
    fromMs: START_MS - 8 * STEP_MS,
    toMs: START_MS + 52 * STEP_MS,
  });
  expect(verdictWindow(verdict({ since: null, until }))).toBeNull();
  expect(verdictWindow(verdict())).toBeNull();
});

test("a condition is said once", () => {
  expect(conditionWords(verdict({ condition: "few closes" }))).toBe("What weakens it: few closes");
  const few = { kind: "insufficient-data" as const, sentence: "Not enough: 3 of 100 closes." };
  expect(conditionWords(verdict({ ...few, condition: "3 of 100 closes" }))).toBeNull();
  expect(conditionWords(verdict({ ...few, condition: "no sweep yet" }))).toBe("no sweep yet");
});

describe("a sentence", () => {
  const strong = (sentence: string, subject: string | null) =>
    emphasize(sentence, subject)
      .filter((part) => part.strong)
      .map((part) => part.text);

  test("stands out at its subject and its factor, and loses no letter", () => {
    const sentence = "All four are even, but proxy-3 is closed 4.3× less often than proxy-31 or my-proxy-3.";
    expect(strong(sentence, "proxy-3")).toEqual(["proxy-3", "4.3× less often"]);
    expect(
      emphasize(sentence, "proxy-3")
        .map((part) => part.text)
        .join(""),
    ).toBe(sentence);
  });

  test("takes names with signs as they are", () => {
    expect(strong("a.b (1)* carries ×2.4", "a.b (1)*")).toContain("×2.4");
    expect(strong("nobody is named", null)).toEqual([]);
  });
});
