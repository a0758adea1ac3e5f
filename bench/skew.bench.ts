import { VERDICT_KINDS, type VerdictKind } from "@/lib/domain/skew/model";
import { createSkewWatch } from "@/lib/domain/skew/skew-watch";
import type { Bench, BenchRow } from "./measure";
import { playCorpus, TEST_SEEDS } from "./skew-corpus";
import {
  type CalibrationBin,
  calibrate,
  calibrationError,
  formatMatrix,
  type KindScore,
  scoreKinds,
} from "./skew-score";

const RUNS_PER_KIND = 200;
const LEAST_SHARE = 0.95;
const CALIBRATION_GOAL = 0.05;
const TOLD_EVERY = 200;

/** `insufficient-data` is not a claim that could come true: its confidence says nothing. */
const CLAIMS = new Set<VerdictKind>(VERDICT_KINDS.filter((kind) => kind !== "insufficient-data"));

function scoreRows({
  kind,
  recall,
  precision,
  runs,
  said,
  heard,
  toVerdictSec,
  wrongSubject,
}: KindScore): BenchRow[] {
  const goal = { of: "value", atLeast: LEAST_SHARE } as const;
  const time =
    toVerdictSec === null
      ? ""
      : `, in ${toVerdictSec.median.toFixed(0)} s, p90 ${toVerdictSec.p90.toFixed(0)} s`;
  const words = heard.map((word) => `${word.kind} ${word.runs}`).join(", ");
  const subject = wrongSubject === null ? "" : `, another subject in ${(wrongSubject * 100).toFixed(1)} %`;
  return [
    {
      name: `${kind}: recall`,
      value: recall ?? Number.NaN,
      unit: "",
      goal,
      note: `${runs} runs: ${words}${time}`,
    },
    {
      name: "  precision",
      value: precision ?? Number.NaN,
      unit: "",
      goal,
      note: `of ${said} said${subject}`,
    },
  ];
}

function calibrationRows(bins: readonly CalibrationBin[]): BenchRow[] {
  const rows = bins.map((bin) => ({
    name: `said with ${bin.from} to ${bin.to}: right`,
    value: bin.right,
    unit: "",
    note: `${bin.verdicts} verdicts, mean confidence ${bin.meanConfidence.toFixed(3)}`,
  }));
  const goal = { of: "value", atMost: CALIBRATION_GOAL } as const;
  return [
    ...rows,
    {
      name: "confidence against what was right",
      value: calibrationError(bins) ?? Number.NaN,
      unit: "",
      goal,
    },
  ];
}

export const bench: Bench = {
  name: "Skew: verdicts on simulated pools and balancers (test seeds)",
  run: () => {
    let played = 0;
    const wanted = { firstSeed: TEST_SEEDS, runs: RUNS_PER_KIND, kinds: VERDICT_KINDS };
    const { outcomes, passedOver } = playCorpus(wanted, createSkewWatch, () => {
      if (++played % TOLD_EVERY === 0)
        console.log(`${played} of ${RUNS_PER_KIND * VERDICT_KINDS.length} runs`);
    });
    console.log(`\n${formatMatrix(outcomes)}`);
    const heard = outcomes.filter(({ falseWord }) => falseWord !== null).length;
    const named = outcomes.filter(({ isKindRight }) => isKindRight);
    const wrong = named.filter(({ isRight }) => !isRight).length / Math.max(1, named.length);
    return [
      ...scoreKinds(outcomes).flatMap(scoreRows),
      { name: "right kind, another subject", value: wrong, unit: "", goal: { of: "value", atMost: 0.05 } },
      ...calibrationRows(calibrate(outcomes, CLAIMS)),
      {
        name: "runs with a false word at any moment",
        value: heard / outcomes.length,
        unit: "",
        note: `${heard} of ${outcomes.length}; ${passedOver} seeds had no effect to ask about`,
      },
    ];
  },
};
