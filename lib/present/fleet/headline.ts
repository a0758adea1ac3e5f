/** The fleet page's first two sentences. Pure. */
import type { ClusterRow, ClustersAnswer } from "@/lib/contract/clusters";
import { HEALTH_STATES, type HealthState } from "@/lib/domain/findings/state";
import { formatUsd } from "../metrics/bill";
import { countOf, formatCount, formatNumber, formatPercent } from "../words";
import { isPartlyCounted } from "./partial";

export type StateCounts = Readonly<Record<HealthState, number>>;

export function countStates(rows: readonly ClusterRow[]): StateCounts {
  const counts = Object.fromEntries(HEALTH_STATES.map((state) => [state, 0])) as Record<HealthState, number>;
  for (const row of rows) counts[row.state] += 1;
  return counts;
}

/** What the page has found, in one sentence: the most urgent thing only. */
export function fleetHeadline(rows: readonly ClusterRow[]): string {
  const only = rows.length === 1 ? rows[0] : undefined;
  if (only) return headlineOfOne(only);
  const counts = countStates(rows);
  const all = rows.length;
  if (counts.unknown === all) return `Waiting for the first answers from ${countOf(all, "cluster")}`;
  if (counts.critical > 0) {
    return `${formatCount(counts.critical)} of ${formatCount(all)} clusters ${counts.critical === 1 ? "needs" : "need"} you now`;
  }
  if (counts.stale === all) return `None of ${formatCount(all)} clusters can be seen at the moment`;
  if (counts.warning > 0) {
    return `${formatCount(counts.warning)} of ${formatCount(all)} clusters ${counts.warning === 1 ? "needs" : "need"} a look today`;
  }
  if (counts.stale > 0)
    return `${formatCount(counts.stale)} of ${formatCount(all)} clusters cannot be seen at the moment`;
  if (counts.unknown > 0)
    return `${formatCount(counts.ok)} of ${formatCount(all)} clusters ${counts.ok === 1 ? "is" : "are"} steady, the rest not seen yet`;
  return `All ${formatCount(all)} clusters are steady`;
}

const OF_ONE: Readonly<Record<HealthState, string>> = {
  critical: "needs you now",
  warning: "needs a look today",
  stale: "cannot be seen at the moment",
  unknown: "has not answered yet",
  ok: "is steady",
};

function headlineOfOne(row: ClusterRow): string {
  return `${row.name} ${OF_ONE[row.state]}`;
}

const STATE_WORDS: readonly (readonly [HealthState, string])[] = [
  ["critical", "critical"],
  ["warning", "warning"],
  ["stale", "stale"],
  ["unknown", "not seen yet"],
  ["ok", "steady"],
];

/** The numbers behind the headline. Parts that are not known are left out, not zero. */
export function fleetSummary({ clusters, totals }: ClustersAnswer): string {
  const counts = countStates(clusters);
  const states = STATE_WORDS.filter(([state]) => counts[state] > 0)
    .map(([state, word]) => `${formatCount(counts[state])} ${word}`)
    .join(" · ");
  const seen = clusters.some((row) => row.connections !== null);
  const opened = openedWords(totals.openedPerSec, clusters);
  const least = clusters.some(isPartlyCounted) ? "at least " : "";
  const load = seen ? `; ${least}${countOf(totals.connections, "connection")}${opened}.` : ".";
  const cost =
    totals.dearestNode === null
      ? ""
      : ` Watching costs the busiest node ${formatPercent(totals.dearestNode.costRatio)} of its main thread.`;
  return states + load + cost + billWords(totals.cloudwatch);
}

function billWords(bill: ClustersAnswer["totals"]["cloudwatch"]): string {
  if (bill === null || bill.budgetUsd === 0) return "";
  const spent = ` CloudWatch has cost ${formatUsd(bill.spentUsd)} of ${formatUsd(bill.budgetUsd)} this month`;
  return bill.isExhausted ? `${spent}: nothing more is asked until it is over.` : `${spent}.`;
}

/** A sum that lacks some clusters is a lower bound; a lower bound of zero says nothing. */
function openedWords(openedPerSec: number | null, clusters: readonly ClusterRow[]): string {
  const partial = clusters.some((row) => row.openedPerSec === null);
  if (openedPerSec === null || (partial && openedPerSec === 0)) return "";
  return `, ${partial ? "at least " : ""}${formatNumber(openedPerSec)} opened per second`;
}
