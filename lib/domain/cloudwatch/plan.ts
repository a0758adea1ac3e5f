import { inCount, inSpan } from "../findings/wording";
import { MAX_QUERIES_PER_CALL } from "./batches";
import type { CadencePlan } from "./model";

/**
 * GetMetricData costs 0.01 USD per 1,000 metrics requested, however many points each returns ("Amazon CloudWatch
 * Pricing", API requests). Every query of every call is counted: an upper bound, because AWS counts up to five
 * statistics of one metric as one, and gives some regions away for less.
 */
export const PRICE_PER_METRIC_USD = 0.01 / 1000;
/** Hours of a month as AWS estimates with. */
export const HOURS_PER_MONTH = 730;
/** Share of the budget that the usual cadence may take; the rest is for hurry, history and months of 31 days. */
export const PLANNED_RATIO = 0.9;
/** Intervals to choose from. With the overlap for late points, even the longest fits 500 queries into one call. */
export const CADENCE_MINUTES = [1, 2, 5, 10, 15, 20, 30, 60, 90, 120, 180] as const;
/** The rest is five points at a time where the budget allows it: a fifth of the price of asking each minute. */
const REST_MINUTES = 5;
const MINUTE_MS = 60_000;

export interface CadenceWish {
  /** Queries of the core set and of the rest, of all clusters. */
  readonly coreQueries: number;
  readonly restQueries: number;
  readonly budgetUsd: number;
}

interface Cadence {
  readonly coreMin: number;
  /** Null: not asked for. */
  readonly restMin: number | null;
}

/** The wish first, then the rest ever slower, then the core, at last the core alone. */
const CADENCES: readonly Cadence[] = [
  ...CADENCE_MINUTES.flatMap((coreMin) =>
    CADENCE_MINUTES.filter((restMin) => restMin >= REST_MINUTES && restMin % coreMin === 0).map(
      (restMin) => ({ coreMin, restMin }),
    ),
  ),
  ...CADENCE_MINUTES.map((coreMin) => ({ coreMin, restMin: null })),
];

/**
 * The first cadence whose cost of a month is at most 90 % of the budget; asked at round times, so that one call serves
 * both sets. Where not even the core set fits each three hours, nothing is asked for.
 */
export function planCadence(wish: CadenceWish): CadencePlan {
  const allowedUsd = wish.budgetUsd * PLANNED_RATIO;
  const wished = CADENCES[0];
  const chosen =
    wish.budgetUsd > 0 ? CADENCES.find((cadence) => costUsd(wish, cadence) <= allowedUsd) : undefined;
  return {
    coreEveryMs: chosen === undefined ? null : chosen.coreMin * MINUTE_MS,
    restEveryMs: chosen === undefined || chosen.restMin === null ? null : chosen.restMin * MINUTE_MS,
    metricsPerHour: chosen === undefined ? 0 : metricsPerHour(wish, chosen),
    callsPerHour: chosen === undefined ? 0 : callsPerHour(wish, chosen),
    estimateUsd: chosen === undefined ? 0 : costUsd(wish, chosen),
    budgetUsd: wish.budgetUsd,
    sentence: explain(wish, chosen, wished),
  };
}

function metricsPerHour({ coreQueries, restQueries }: CadenceWish, { coreMin, restMin }: Cadence): number {
  return (coreQueries * 60) / coreMin + (restMin === null ? 0 : (restQueries * 60) / restMin);
}

function costUsd(wish: CadenceWish, cadence: Cadence): number {
  return metricsPerHour(wish, cadence) * HOURS_PER_MONTH * PRICE_PER_METRIC_USD;
}

/** Were all queries of one account and region; each further one costs a call more where they do not fill up. */
function callsPerHour({ coreQueries, restQueries }: CadenceWish, { coreMin, restMin }: Cadence): number {
  const calls = (queries: number) => Math.ceil(queries / MAX_QUERIES_PER_CALL);
  const coreRounds = 60 / coreMin;
  const bothRounds = restMin === null ? 0 : 60 / restMin;
  return (coreRounds - bothRounds) * calls(coreQueries) + bothRounds * calls(coreQueries + restQueries);
}

function explain(wish: CadenceWish, chosen: Cadence | undefined, wished: Cadence | undefined): string {
  const queries = inCount(wish.coreQueries + wish.restQueries);
  const budget = `${inUsd(wish.budgetUsd)} a month`;
  const full = wished === undefined ? "" : inUsd(costUsd(wish, wished));
  if (wish.budgetUsd <= 0) return `nothing is asked of CloudWatch: the budget is ${budget}`;
  if (chosen === undefined) {
    const least = inUsd(costUsd(wish, { coreMin: 180, restMin: null }) / PLANNED_RATIO);
    return `nothing is asked of CloudWatch: even ${inCount(wish.coreQueries)} metrics every 3 h would need a budget of ${least}, and it is ${budget}`;
  }
  const core = `${inCount(wish.coreQueries)} core metrics ${inEvery(chosen.coreMin)}`;
  const rest =
    chosen.restMin === null
      ? `${inCount(wish.restQueries)} others not at all`
      : `${inCount(wish.restQueries)} others ${inEvery(chosen.restMin)}`;
  const cost = `about ${inUsd(costUsd(wish, chosen))} of ${budget}`;
  const more = chosen === wished ? "" : `; all ${queries} at the usual cadence would cost ${full}`;
  return `${core}, ${rest}: ${cost}${more}`;
}

function inEvery(minutes: number): string {
  return minutes === 1 ? "each minute" : `every ${inSpan(minutes * MINUTE_MS)}`;
}

/** 9.7 → "9.70 USD", 5400 → "5,400 USD" */
function inUsd(usd: number): string {
  return `${usd >= 100 || Number.isInteger(usd) ? inCount(usd) : usd.toFixed(2)} USD`;
}
