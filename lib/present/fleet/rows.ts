/** Which clusters the fleet table shows, and in what order. Pure. */
import type { ClusterRow } from "@/lib/contract/clusters";
import type { HealthState } from "@/lib/contract/health-state";
import { kindWords } from "../skew/verdict-words";
import type { ViewSort } from "../url";

export interface RowFilter {
  readonly q: string;
  readonly state: HealthState | null;
}

/** Every word must occur in the name, the id, the reason or a proxy's name. */
export function filterRows(rows: readonly ClusterRow[], { q, state }: RowFilter): ClusterRow[] {
  const terms = q.toLowerCase().split(/\s+/).filter(Boolean);
  return rows.filter((row) => {
    if (state !== null && row.state !== state) return false;
    const verdict = row.verdict === null ? [] : [row.verdict.kind, kindWords(row.verdict.kind).label];
    const text = [row.name, row.id, row.reason, ...verdict, ...row.perProxy.map((proxy) => proxy.name)]
      .join("\n")
      .toLowerCase();
    return terms.every((term) => text.includes(term));
  });
}

type Key = string | number | null;

const COLUMNS: Readonly<Record<string, (row: ClusterRow) => Key>> = {
  name: (row) => row.name,
  connections: (row) => row.connections,
  limit: (row) => row.headroom?.ratio ?? null,
  skew: (row) => row.skew,
  opened: (row) => row.openedPerSec,
  nodes: (row) => (row.nodes === 0 ? null : row.nodesAnswering / row.nodes),
  age: (row) => row.ageMs,
};

/** By a column; what is not known comes last in both directions. Without one, or with junk: as answered, worst first. */
export function sortRows(rows: readonly ClusterRow[], sort: ViewSort | null): readonly ClusterRow[] {
  const keyOf = sort && Object.hasOwn(COLUMNS, sort.column) ? COLUMNS[sort.column] : undefined;
  if (!sort || !keyOf) return rows;
  const sign = sort.direction === "asc" ? 1 : -1;
  return [...rows].sort((a, b) => {
    const left = keyOf(a);
    const right = keyOf(b);
    if (left === null || right === null) return Number(left === null) - Number(right === null);
    const order =
      typeof left === "string" || typeof right === "string"
        ? String(left).localeCompare(String(right), "en", { numeric: true })
        : left - right;
    return sign * order;
  });
}
