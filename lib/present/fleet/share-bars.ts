/** Small bars of how far each proxy is from its fair share of a cluster's connections. Pure. */
import type { ClusterRow } from "@/lib/contract/clusters";
import { countOf, formatCount, formatPercent } from "../words";

export interface ShareBar {
  readonly name: string;
  /** (own − fair) ÷ fair, cut at ±1: −1 has none, 0 its fair share, 1 twice that or more. Null: not known. */
  readonly deviation: number | null;
}

export interface ShareBars {
  readonly bars: readonly ShareBar[];
  /** Proxies without a bar: there is room for so many, and those nearest to their fair share make way. */
  readonly hidden: number;
  readonly label: string;
}

/** More bars than this are too thin to be told apart. */
const MOST_BARS = 24;

/** Null where nothing can be compared: fewer than two proxies. */
export function prepareShareBars(perProxy: ClusterRow["perProxy"]): ShareBars | null {
  if (perProxy.length < 2) return null;
  const known = perProxy.flatMap(({ connections }) => (connections === null ? [] : [connections]));
  const total = known.reduce((sum, connections) => sum + connections, 0);
  const fair = known.length === 0 ? 0 : total / known.length;
  const all = perProxy.map(({ name, connections }) => ({
    name,
    connections,
    deviation: connections === null ? null : fair === 0 ? 0 : Math.min(1, (connections - fair) / fair),
  }));
  const kept = new Set(
    [...all]
      .sort((a, b) => Math.abs(b.deviation ?? 2) - Math.abs(a.deviation ?? 2))
      .slice(0, MOST_BARS)
      .map(({ name }) => name),
  );
  const bars = all.filter(({ name }) => kept.has(name)).map(({ name, deviation }) => ({ name, deviation }));
  return { bars, hidden: all.length - bars.length, label: shareLabel(all, total, known.length) };
}

function shareLabel(
  all: readonly { readonly name: string; readonly connections: number | null }[],
  total: number,
  known: number,
): string {
  if (known === 0) return `No numbers yet of ${countOf(all.length, "proxy", "proxies")}`;
  const largest = all.reduce((most, one) =>
    (one.connections ?? -1) > (most.connections ?? -1) ? one : most,
  );
  const missing = all.length - known;
  const parts = [
    total === 0
      ? "No connections through any proxy"
      : `Most on ${largest.name}: ${formatCount(largest.connections)}, ${formatPercent((largest.connections ?? 0) / total)} of ${formatCount(total)}; fair share ${formatPercent(1 / known)}`,
  ];
  if (missing > 0) parts.push(`${countOf(missing, "proxy", "proxies")} not known`);
  return parts.join("; ");
}
