/** Finding things of a fleet by what somebody remembers of their names. Pure. */
import type { HealthState } from "@/lib/contract/health-state";

export interface SearchEntry {
  readonly kind: "cluster" | "proxy" | "group" | "node";
  readonly label: string;
  /** Shown beside it. */
  readonly detail: string;
  /** Where it is: searched as well, but weighs less. */
  readonly within: string;
  readonly href: string;
  /** Null where a thing has no state of its own. */
  readonly state: HealthState | null;
}

export interface SearchGroup {
  readonly kind: SearchEntry["kind"];
  readonly entries: readonly SearchEntry[];
  /** Matches beyond those listed. */
  readonly more: number;
}

const KINDS = ["cluster", "proxy", "group", "node"] as const;

/** Exact, then beginning, then beginning of a word, then anywhere. Null: not there. */
function rankTerm(term: string, text: string): number | null {
  const at = text.indexOf(term);
  if (at < 0) return null;
  if (at === 0) return text.length === term.length ? 0 : 1;
  const starts = [...text.matchAll(/[^a-z0-9]+([a-z0-9])/g)].some((match) =>
    text.startsWith(term, (match.index ?? 0) + match[0].length - 1),
  );
  return starts ? 2 : 3;
}

/** What only lies in a matching place comes after everything that matches itself. */
const WITHIN_PENALTY = 4;

function rankEntry(terms: readonly string[], entry: SearchEntry): number | null {
  const label = entry.label.toLowerCase();
  const within = entry.within.toLowerCase();
  let total = 0;
  for (const term of terms) {
    const inLabel = rankTerm(term, label);
    const inside = rankTerm(term, within);
    if (inLabel === null && inside === null) return null;
    total += Math.min(
      inLabel ?? Number.POSITIVE_INFINITY,
      (inside ?? Number.POSITIVE_INFINITY) + WITHIN_PENALTY,
    );
  }
  return total;
}

/** Every word of the query must occur. Groups keep their order, entries come best first, then by name. */
export function searchEntries(
  query: string,
  entries: readonly SearchEntry[],
  perGroup: number,
): SearchGroup[] {
  const terms = query.toLowerCase().split(/\s+/).filter(Boolean);
  const ranked = entries
    .map((entry) => ({ entry, rank: rankEntry(terms, entry) }))
    .filter((found): found is { entry: SearchEntry; rank: number } => found.rank !== null)
    .sort((a, b) => a.rank - b.rank || a.entry.label.localeCompare(b.entry.label, "en", { numeric: true }));
  return KINDS.flatMap((kind) => {
    const matches = ranked.filter(({ entry }) => entry.kind === kind).map(({ entry }) => entry);
    if (matches.length === 0) return [];
    return [{ kind, entries: matches.slice(0, perGroup), more: Math.max(0, matches.length - perGroup) }];
  });
}
