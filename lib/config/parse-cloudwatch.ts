import type { CloudWatchConfig } from "./fleet";

export const DEFAULT_CLOUDWATCH: CloudWatchConfig = { monthlyBudgetUsd: 50, backfillMs: 10_800_000 };
