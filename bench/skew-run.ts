import type {
  SkewAssessment,
  SkewSubject,
  SkewVerdict,
  SkewWatch,
  VerdictKind,
} from "@/lib/domain/skew/model";
import { drawScenario } from "./skew-kinds";
import { createRandom } from "./skew-random";
import type { Scenario } from "./skew-scenario";
import { type RightAnswer, type Truth, TruthKeeper } from "./skew-truth";
import { World } from "./skew-world";

/** What a run came to. */
export interface RunOutcome {
  readonly scenario: Scenario;
  readonly truth: Truth;
  readonly said: SkewVerdict;
  readonly also: readonly SkewVerdict[];
  readonly isKindRight: boolean;
  /** Kind and subject. */
  readonly isRight: boolean;
  /** From the fault, or the watch's beginning, to the first right leading verdict; null: never. */
  readonly toVerdictMs: number | null;
  /** A fault was named that was not there, at any moment of the run. */
  readonly falseWord: VerdictKind | null;
  readonly askedAtMs: number;
}

export type CreateWatch = (options: { by: "proxy"; sweepIntervalMs: number }) => SkewWatch;

const EPOCH_MS = Date.UTC(2026, 10, 22);
const STATISTICS_MS = 5_000;
const ASSESS_LEAST_MS = 10_000;
/** Sweeps that an effect lasts at least, where the run ends before it is asked about. */
const LEAST_LASTING = 6;

/** Null: the fault never had the effect that the kind is about, so there is nothing to ask. */
export function playRun(kind: VerdictKind, seed: number, createWatch: CreateWatch): RunOutcome | null {
  const scenario = drawScenario(kind, seed);
  const { sweepMs, nodes, endMs, askAfterMs, warmUpMs } = scenario;
  const world = new World(scenario, createRandom(seed ^ 0x5bd1e995), -warmUpMs);
  const truth = new TruthKeeper(scenario, world);
  const watch = createWatch({ by: "proxy", sweepIntervalMs: sweepMs });
  const log = new RunLog(scenario);
  watch.setSubjects(subjectsAt(scenario, world, 0), EPOCH_MS);
  world.advance(0);
  let thereAtMs: number | null = null;
  let assessedMs = Number.NEGATIVE_INFINITY;
  for (let sweepNumber = 0; ; sweepNumber++) {
    for (let node = 0; node < nodes; node++) {
      const atMs = sweepNumber * sweepMs + (node * sweepMs) / nodes;
      advance(world, watch, scenario, atMs);
      const sweep = world.look(atMs, () => world.sweepers[node]?.sweep(atMs));
      if (sweep === undefined) continue;
      truth.note(sweep);
      const { previousAtMs } = sweep;
      watch.sweep({
        ...sweep,
        atMs: EPOCH_MS + atMs,
        previousAtMs: previousAtMs === null ? null : EPOCH_MS + previousAtMs,
      });
    }
    const nowMs = world.nowMs;
    const isOver = thereAtMs !== null && nowMs >= thereAtMs + askAfterMs;
    if (!isOver && nowMs < endMs && nowMs - assessedMs < ASSESS_LEAST_MS) continue;
    assessedMs = nowMs;
    const now = truth.ask(nowMs);
    // The effect has to last until the question is asked: one that comes and goes is another scenario.
    thereAtMs = now.isThere ? (thereAtMs ?? nowMs) : null;
    const assessment = watch.assess(EPOCH_MS + nowMs);
    log.note(nowMs, assessment, now);
    if (isOver && now.isThere) return log.outcome(nowMs, assessment, now);
    if (nowMs >= endMs) {
      const isLasting =
        thereAtMs !== null && nowMs - thereAtMs >= Math.min(askAfterMs, LEAST_LASTING * sweepMs);
      return isLasting ? log.outcome(nowMs, assessment, now) : null;
    }
  }
}

/** To a moment, with the proxies' statistics on the way. */
function advance(world: World, watch: SkewWatch, scenario: Scenario, untilMs: number): void {
  for (;;) {
    const nextMs = (Math.floor(world.nowMs / STATISTICS_MS) + 1) * STATISTICS_MS;
    if (nextMs > untilMs) break;
    world.advance(nextMs);
    const { hasCounters, hasLatency, added } = scenario;
    for (const happening of scenario.happenings) {
      if (happening.what !== "add" || scenario.knownBefore) continue;
      if (happening.atMs <= nextMs && happening.atMs > nextMs - STATISTICS_MS) {
        watch.setSubjects(subjectsAt(scenario, world, nextMs), EPOCH_MS + nextMs);
      }
    }
    const pings = hasLatency && nextMs % 10_000 === 0;
    if (!hasCounters && !pings) continue;
    world.statistics.forEach((statistics, proxy) => {
      if (added.includes(proxy) && nextMs < (scenario.faultAtMs ?? 0)) return;
      const report = statistics.report(nextMs, hasCounters, pings);
      const step = report.step === null ? null : { ...report.step, atMs: EPOCH_MS + report.step.atMs };
      watch.proxy({ ...report, atMs: EPOCH_MS + nextMs, step });
    });
  }
  world.advance(untilMs);
}

function subjectsAt(scenario: Scenario, world: World, nowMs: number): SkewSubject[] {
  const { added, knownBefore, faultAtMs, weights } = scenario;
  return world.proxyNames.flatMap((name, proxy) => {
    const isYetToCome = added.includes(proxy) && !knownBefore && nowMs < (faultAtMs ?? 0);
    return isYetToCome ? [] : { name, weight: weights[proxy] ?? 1, kind: "tcp" as const, members: [name] };
  });
}

const QUIET: readonly VerdictKind[] = ["balanced", "insufficient-data"];

class RunLog {
  private toVerdictMs: number | null = null;
  private falseWord: VerdictKind | null = null;

  constructor(private readonly scenario: Scenario) {}

  note(nowMs: number, assessment: SkewAssessment, truth: Truth): void {
    const said = leading(assessment);
    const sinceMs = nowMs - Math.max(0, this.scenario.faultAtMs ?? 0);
    const isOwn = said.kind === this.scenario.kind && sinceMs >= 0;
    if (isOwn && isRight(said, truth.right)) this.toVerdictMs ??= sinceMs;
    if (!QUIET.includes(said.kind) && !truth.right.some((answer) => answer.kind === said.kind)) {
      this.falseWord ??= said.kind;
    }
  }

  outcome(askedAtMs: number, assessment: SkewAssessment, truth: Truth): RunOutcome {
    const said = leading(assessment);
    return {
      scenario: this.scenario,
      truth,
      said,
      also: assessment.verdicts.slice(1),
      isKindRight: truth.right.some((answer) => answer.kind === said.kind),
      isRight: isRight(said, truth.right),
      toVerdictMs: this.toVerdictMs,
      falseWord: this.falseWord,
      askedAtMs,
    };
  }
}

function leading(assessment: SkewAssessment): SkewVerdict {
  const [first] = assessment.verdicts;
  if (first === undefined) throw new Error("An assessment says at least one verdict.");
  return first;
}

function isRight(said: SkewVerdict, right: readonly RightAnswer[]): boolean {
  return right.some(({ kind, subjects }) => {
    if (kind !== said.kind) return false;
    if (subjects === null) return kind !== "leak" || said.subject === null;
    return said.subject !== null && subjects.includes(said.subject);
  });
}
