/**
 * `npx tsx bench/skew-tune.ts [--runs 30] [--kind leak] [--from 0] [--seed 1234] [--list] [--truth]`: plays tuning seeds
 * only, prints the confusion matrix, the calibration and (`--list`) each run that went wrong.
 */
import { parseArgs } from "node:util";
import { VERDICT_KINDS } from "@/lib/domain/skew/model";
import { createSkewWatch } from "@/lib/domain/skew/skew-watch";
import { playCorpus, TEST_SEEDS, TUNING_SEEDS } from "./skew-corpus";
import { playRun, type RunOutcome } from "./skew-run";
import { calibrate, formatMatrix, scoreKinds } from "./skew-score";

const { values } = parseArgs({
  options: {
    runs: { type: "string", default: "30" },
    from: { type: "string", default: "0" },
    kind: { type: "string", multiple: true },
    seed: { type: "string" },
    list: { type: "boolean", default: false },
    all: { type: "boolean", default: false },
  },
});
const kinds = VERDICT_KINDS.filter((kind) => values.kind === undefined || values.kind.includes(kind));
const startMs = performance.now();

if (values.seed !== undefined) {
  const [kind] = kinds;
  const seed = Number(values.seed);
  if (kind === undefined || seed >= TEST_SEEDS) throw new Error("Name a kind and a tuning seed.");
  const outcome = playRun(kind, seed, createSkewWatch);
  if (outcome === null) console.log("no effect");
  else console.log(JSON.stringify({ ...outcome, scenario: undefined }, null, 1), describe(outcome));
} else {
  const wanted = { firstSeed: TUNING_SEEDS, runs: Number(values.runs), from: Number(values.from), kinds };
  const { outcomes, passedOver } = playCorpus(wanted, createSkewWatch, (outcome) => {
    if (values.all || (values.list && !outcome.isRight)) console.log(describe(outcome));
  });
  console.log(formatMatrix(outcomes));
  for (const score of scoreKinds(outcomes)) {
    const { kind, recall, precision, wrongSubject, toVerdictSec } = score;
    const words = [recall, precision, wrongSubject].map((one) =>
      (one === null ? "–" : one.toFixed(3)).padStart(7),
    );
    const time =
      toVerdictSec === null
        ? ""
        : `${toVerdictSec.median.toFixed(0)} s, p90 ${toVerdictSec.p90.toFixed(0)} s`;
    console.log(`${kind.padEnd(18)} recall, precision, wrong subject: ${words.join(" ")}  ${time}`);
  }
  for (const bin of calibrate(outcomes, new Set(VERDICT_KINDS))) {
    console.log(
      `confidence ${bin.from}–${bin.to}: ${bin.verdicts} said, mean ${bin.meanConfidence.toFixed(3)}, right ${bin.right.toFixed(3)}`,
    );
  }
  const falseWords = outcomes.filter(({ falseWord }) => falseWord !== null).length;
  const sec = (performance.now() - startMs) / 1000;
  console.log(
    `${falseWords} of ${outcomes.length} runs heard a false word at some moment; ${passedOver} passed over; ${sec.toFixed(0)} s`,
  );
}

function describe({ scenario, said, also, truth, askedAtMs, falseWord }: RunOutcome): string {
  const { kind, form, seed, proxies, sweepMs, nodes, hasCounters, hasLatency, way, subjects } = scenario;
  const numbers = Object.entries(truth.numbers).map(
    ([name, value]) => `${name} ${Number(value.toPrecision(3))}`,
  );
  const others = also.map((verdict) => `${verdict.kind}(${verdict.subject ?? "-"})`).join(" ");
  const right = truth.right
    .map((answer) => `${answer.kind}(${answer.subjects?.slice(0, 3).join("|") ?? "-"})`)
    .join(" or ");
  return `${kind} [${form}] seed ${seed}: said ${said.kind}(${said.subject ?? "-"}) ${said.confidence.toFixed(2)}${others === "" ? "" : ` also ${others}`}; right: ${right}
    K ${proxies}, sweep ${sweepMs / 1000} s, nodes ${nodes}, ${way}, counters ${hasCounters}, latency ${hasLatency}, subjects ${subjects.join("|")}, fault at ${((scenario.faultAtMs ?? 0) / 1000).toFixed(0)} s, asked at ${(askedAtMs / 1000).toFixed(0)} s, heard ${falseWord ?? "nothing false"}
    ${numbers.join(", ")}${said.condition === null ? "" : `\n    condition: ${said.condition}`}`;
}
