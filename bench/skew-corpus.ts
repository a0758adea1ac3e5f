import { VERDICT_KINDS, type VerdictKind } from "@/lib/domain/skew/model";
import { type CreateWatch, playRun, type RunOutcome } from "./skew-run";

/** Seeds that tests use and tuning never does, and the other way round. Moved on when what was learnt from them changes anything. */
export const TUNING_SEEDS = 1_000_000;
export const TEST_SEEDS = 1_200_000_000;
const SEEDS_PER_KIND = 10_000_000;
const SEEDS_PER_RUN = 100;

export interface CorpusWanted {
  readonly firstSeed: number;
  readonly runs: number;
  readonly kinds: readonly VerdictKind[];
  /** The first run of each kind to play. */
  readonly from?: number;
}

export interface Corpus {
  readonly outcomes: readonly RunOutcome[];
  /** Seeds whose fault had no effect to ask about; the next seed was taken instead. */
  readonly passedOver: number;
}

export function playCorpus(
  wanted: CorpusWanted,
  createWatch: CreateWatch,
  tell: (outcome: RunOutcome) => void = () => {},
): Corpus {
  const outcomes: RunOutcome[] = [];
  let passedOver = 0;
  for (const kind of wanted.kinds) {
    const kindSeed = wanted.firstSeed + VERDICT_KINDS.indexOf(kind) * SEEDS_PER_KIND;
    for (let run = wanted.from ?? 0; run < (wanted.from ?? 0) + wanted.runs; run++) {
      for (let attempt = 0; attempt < SEEDS_PER_RUN; attempt++) {
        const outcome = playRun(kind, kindSeed + run * SEEDS_PER_RUN + attempt, createWatch);
        if (outcome === null) {
          passedOver++;
          continue;
        }
        outcomes.push(outcome);
        tell(outcome);
        break;
      }
    }
  }
  return { outcomes, passedOver };
}
