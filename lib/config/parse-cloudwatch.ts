import type { CloudWatchConfig } from "./fleet";
import type { FleetDocument, Place } from "./fleet-document";
import { readDuration } from "./parse-watch";

export const DEFAULT_CLOUDWATCH: CloudWatchConfig = { monthlyBudgetUsd: 50, backfillMs: 10_800_000 };

/** A slip of the pen must not cost a fortune. */
const MOST_USD = 1_000_000;
const BUDGET_HINT =
  "US dollars a month for the whole fleet, without a sign: monthlyBudgetUsd: 50; 0 asks for no metric";
/** CloudWatch keeps points of 60 s for 15 days. */
const MOST_BACKFILL_MS = 15 * 86_400_000;
const LEAST_BACKFILL_MS = 60_000;

/** `cloudwatch`: what metrics may cost, and how far back gaps are filled. */
export function parseCloudWatch(document: FleetDocument, place: Place | undefined): CloudWatchConfig {
  const fields = place === undefined ? null : document.fields(place, ["monthlyBudgetUsd", "backfill"]);
  const budget = fields?.get("monthlyBudgetUsd");
  const backfill = fields?.get("backfill");
  return {
    monthlyBudgetUsd:
      (budget === undefined ? null : readBudget(document, budget)) ?? DEFAULT_CLOUDWATCH.monthlyBudgetUsd,
    backfillMs:
      (backfill === undefined ? null : readBackfill(document, backfill)) ?? DEFAULT_CLOUDWATCH.backfillMs,
  };
}

function readBudget(document: FleetDocument, place: Place): number | null {
  const value = document.scalar(place);
  if (typeof value === "number" && value >= 0 && value <= MOST_USD) return value;
  const what = typeof value === "number" ? `${value} is out of bounds` : "this is not a number";
  document.reportAt(place, what, typeof value === "number" ? `0 to ${MOST_USD}` : BUDGET_HINT);
  return null;
}

/** 0, with or without a unit, fills no gap. */
function readBackfill(document: FleetDocument, place: Place): number | null {
  const value = document.scalar(place);
  if (value === 0 || (typeof value === "string" && /^0\s*[a-z]+$/.test(value.trim()))) return 0;
  return readDuration(document, place, LEAST_BACKFILL_MS, MOST_BACKFILL_MS);
}
