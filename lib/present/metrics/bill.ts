import type { CloudWatchBillRow } from "@/lib/contract/aws";
import type { MetricsAnswer } from "@/lib/contract/metrics";
import { assertNever } from "../assert-never";
import { formatCount, formatDuration, formatPercent } from "../words";

type Asked = NonNullable<MetricsAnswer["cloudwatch"]>;

/** "0.42 USD", "12 USD", "<0.01 USD"; an amount is never rounded to nothing. */
export function formatUsd(usd: number): string {
  if (usd === 0) return "0\u202fUSD";
  if (usd < 0.01) return "<0.01\u202fUSD";
  return `${usd < 100 ? String(Number(usd.toFixed(2))) : formatCount(usd)}\u202fUSD`;
}

/** Spent of the budget, 0..1; null: there is no budget to compare with. */
export function spentRatio(bill: CloudWatchBillRow): number | null {
  return bill.budgetUsd > 0 ? bill.spentUsd / bill.budgetUsd : null;
}

export function spentTone(bill: CloudWatchBillRow): "plain" | "warning" | "critical" {
  if (bill.isExhausted) return "critical";
  return bill.budgetUsd > 0 && bill.estimateUsd > bill.budgetUsd ? "warning" : "plain";
}

/** "1.2 USD of 50 USD this month (2.4 %)" */
export function spentWords(bill: CloudWatchBillRow): string {
  const ratio = spentRatio(bill);
  const share = ratio === null ? "" : ` (${formatPercent(ratio)})`;
  return `${formatUsd(bill.spentUsd)} of ${formatUsd(bill.budgetUsd)} this month${share}`;
}

/** How often is asked, in a line. */
export function cadenceWords(asked: Pick<Asked, "coreEveryMs" | "restEveryMs">): string {
  if (asked.coreEveryMs === null) return "nothing is asked for";
  const core = `the core set every ${formatDuration(asked.coreEveryMs)}`;
  return asked.restEveryMs === null
    ? `${core}, the rest not at all`
    : `${core}, the rest every ${formatDuration(asked.restEveryMs)}`;
}

export function backfillWords(backfill: NonNullable<Asked["backfill"]>): string {
  switch (backfill.state) {
    case "running":
      return `History is being fetched: ${formatPercent(backfill.doneRatio)} done`;
    case "waiting":
      return `History waits${backfill.reason === null ? "" : `: ${backfill.reason}`}; ${formatPercent(backfill.doneRatio)} done`;
    case "done":
      return "History is fetched";
    default:
      return assertNever(backfill.state);
  }
}
