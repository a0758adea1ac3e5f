import { controlScenario } from "@/lab/soak/control";
import { EXPECTATIONS, type Expectation, isExpected } from "@/lab/soak/expectations";
import { describeSkew, listen } from "@/lab/soak/listen";
import { startStack } from "@/lab/soak/start-stack";
import { evidenceOf, isRight, type ScenarioOutcome, tableOfScenarios } from "@/lab/soak/verdict-tables";
import { until } from "@/lab/until";

/** Long enough for pools to have breathed once and for the fleet to be known as it is without the scenario. */
const WARM_UP_MS = 180_000;

export interface ScenarioRuns {
  /** Empty: all. */
  readonly only: readonly string[];
  readonly log: (line: string) => void;
  readonly signal: AbortSignal;
}

/** Each scenario on a fleet and a database of its own; prints the table and returns how many were judged wrongly. */
export async function runScenarios({ only, log, signal }: ScenarioRuns): Promise<number> {
  const wanted = EXPECTATIONS.filter(({ scenario }) => only.length === 0 || only.includes(scenario));
  const outcomes: ScenarioOutcome[] = [];
  for (const expectation of wanted) {
    if (signal.aborted) break;
    const outcome = await tryScenario(expectation, log, signal);
    outcomes.push(outcome);
    log(`${tableOfScenarios([outcome])}\n${evidenceOf(outcome)}`);
  }
  log(`\n${tableOfScenarios(outcomes)}`);
  return outcomes.filter((outcome) => !isRight(outcome)).length + wanted.length - outcomes.length;
}

async function tryScenario(
  expectation: Expectation,
  log: (line: string) => void,
  signal: AbortSignal,
): Promise<ScenarioOutcome> {
  const { scenario, begins, kind, withinSec } = expectation;
  const stack = await startStack(log);
  let startedAtMs = Date.now();
  try {
    log(`\n${scenario}: the fleet alone for ${WARM_UP_MS / 1_000} s`);
    const before = await listen(stack, { forMs: WARM_UP_MS, signal });
    log(`${scenario}: started; until now ${await describeSkew(stack)}`);
    await controlScenario(stack.lab, "POST", scenario);
    const began = await until(
      begins,
      () =>
        stack.lab.truth.entries().find((entry) => entry.scenario === scenario && entry.action === begins) ??
        null,
      { timeoutMs: 30_000 },
    );
    startedAtMs = began.atMs;
    const said = await listen(stack, {
      forMs: withinSec * 1_000,
      signal,
      isEnough: (all) => kind !== null && all.some((one) => isExpected(expectation, one)),
      onMinute: async (minute) => log(`${scenario}: ${minute} min, ${await describeSkew(stack)}`),
    });
    return { expectation, startedAtMs, said: [...before, ...said.filter(isNewTo(before))], failure: null };
  } catch (error) {
    const failure = error instanceof Error ? error.message : String(error);
    return { expectation, startedAtMs, said: [], failure };
  } finally {
    await stack.stop();
  }
}

/** What was said before it began counts once, and counts against it. */
function isNewTo(before: ScenarioOutcome["said"]) {
  return (one: ScenarioOutcome["said"][number]) =>
    !before.some(
      (earlier) =>
        earlier.cluster === one.cluster &&
        earlier.saidAtMs === one.saidAtMs &&
        earlier.verdict.kind === one.verdict.kind &&
        earlier.verdict.subject === one.verdict.subject,
    );
}
