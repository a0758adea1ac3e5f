/** Who holds how much of each cluster's connections over time, against its fair share. Pure. */
import type { ClusterRow } from "@/lib/contract/clusters";
import type { ConnectionsAnswer } from "@/lib/contract/connections";
import type { ChartTable } from "../charts/chart-table";
import { formatClock } from "../time";
import { formatPercent } from "../words";

export interface ShareCell {
  readonly fromMs: number;
  readonly toMs: number;
  /** Of the connections through all proxies; null: nothing was counted. */
  readonly share: number | null;
  /** (share − fair) ÷ fair, cut at 1; −1 has none. Null: nothing was counted. */
  readonly deviation: number | null;
}

export interface ShareMapRow {
  readonly key: string;
  readonly clusterId: string;
  readonly cluster: string;
  readonly proxy: string;
  /** Null: the answer is not here yet. */
  readonly cells: readonly ShareCell[] | null;
  readonly fairShare: number;
}

export interface ShareMap {
  readonly rows: readonly ShareMapRow[];
  readonly span: { readonly fromMs: number; readonly toMs: number } | null;
  /** Proxies of the clusters shown that have no row. */
  readonly hiddenProxies: number;
}

type MappedCluster = Pick<ClusterRow, "id" | "name" | "perProxy">;

/** Asking costs a query a cluster, and a map is read by eye: so many are enough. */
const MOST_CLUSTERS = 6;
const MOST_ROWS = 20;
const MOST_ROWS_OF_ONE = 8;

const byName = new Intl.Collator("en", { numeric: true });

/** The first clusters, as listed, whose proxies can be compared. */
export function mappedClusters<Row extends MappedCluster>(rows: readonly Row[]): readonly Row[] {
  return rows.filter((row) => row.perProxy.length > 1).slice(0, MOST_CLUSTERS);
}

/** One row a proxy. Rows are known before the answers are: nothing moves when these arrive. */
export function prepareShareMap(
  clusters: readonly MappedCluster[],
  answers: ReadonlyMap<string, ConnectionsAnswer>,
): ShareMap {
  const all = clusters.flatMap((cluster) => {
    const answer = answers.get(cluster.id);
    const names = cluster.perProxy.map(({ name }) => name).sort(byName.compare);
    const cells = answer ? cellsOf(answer, names) : null;
    return pickRows(names, cells).map(
      (proxy): ShareMapRow => ({
        key: `${cluster.id}\n${proxy}`,
        clusterId: cluster.id,
        cluster: cluster.name,
        proxy,
        cells: cells?.get(proxy) ?? null,
        fairShare: 1 / names.length,
      }),
    );
  });
  const rows = all.slice(0, MOST_ROWS);
  const proxies = clusters.reduce((sum, cluster) => sum + cluster.perProxy.length, 0);
  return { rows, span: spanOf(clusters, answers), hiddenProxies: proxies - rows.length };
}

/** All, or those farthest from their fair share in the last quarter, in the order of their names. */
function pickRows(
  names: readonly string[],
  cells: ReadonlyMap<string, readonly ShareCell[]> | null,
): readonly string[] {
  if (names.length <= MOST_ROWS_OF_ONE || cells === null) return names.slice(0, MOST_ROWS_OF_ONE);
  const farthest = [...names].sort((a, b) => unevenness(cells.get(b)) - unevenness(cells.get(a)));
  const picked = new Set(farthest.slice(0, MOST_ROWS_OF_ONE));
  return names.filter((name) => picked.has(name));
}

function unevenness(cells: readonly ShareCell[] = []): number {
  const recent = cells.slice(-Math.ceil(cells.length / 4)).flatMap(({ deviation }) => deviation ?? []);
  return recent.length === 0
    ? 0
    : Math.abs(recent.reduce((sum, deviation) => sum + deviation, 0) / recent.length);
}

function cellsOf(answer: ConnectionsAnswer, names: readonly string[]): Map<string, ShareCell[]> {
  const series = new Map(
    answer.series
      .filter(({ role }) => role === "subject")
      .map(({ name, connections }) => [name, connections]),
  );
  // Proxies beyond the series asked for are in `rest`: they belong to the whole, without a row of their own.
  const rest = answer.series.find(({ role }) => role === "rest")?.connections;
  const parts = rest ? [...series.values(), rest] : [...series.values()];
  const wholes = answer.at.map((_, index) => sumAt(parts, index));
  return new Map(
    names.map((name) => {
      const counts = series.get(name);
      return [
        name,
        answer.at.map((at, index) => cellOf(at, counts?.[index] ?? null, wholes[index] ?? null)),
      ] as const;
    }),
  );

  function cellOf(at: string, count: number | null, whole: number | null): ShareCell {
    const fromMs = Date.parse(at);
    const toMs = fromMs + answer.stepMs;
    // Of nothing there is no share: with the primary unseen, what remains may well be zero.
    if (count === null || !whole) return { fromMs, toMs, share: null, deviation: null };
    const share = count / whole;
    return { fromMs, toMs, share, deviation: Math.min(1, share * names.length - 1) };
  }
}

/** Null where any part is not known: a share of a part of the whole would be another number. */
function sumAt(parts: readonly (readonly (number | null)[])[], index: number): number | null {
  let sum = 0;
  for (const part of parts) {
    const count = part[index] ?? null;
    if (count === null) return null;
    sum += count;
  }
  return sum;
}

/** From the earliest to the latest moment that any of the answers shows. */
function spanOf(
  clusters: readonly MappedCluster[],
  answers: ReadonlyMap<string, ConnectionsAnswer>,
): ShareMap["span"] {
  const windows = clusters.flatMap(({ id }) => answers.get(id)?.window ?? []);
  if (windows.length === 0) return null;
  return {
    fromMs: Math.min(...windows.map(({ from }) => Date.parse(from))),
    toMs: Math.max(...windows.map(({ to }) => Date.parse(to))),
  };
}

type DrawnCell = Omit<ShareCell, "share">;

/** Unknown cells that follow each other are one: a gap is one thing, however long it lasts. */
export function gatherCells(cells: readonly ShareCell[]): readonly DrawnCell[] {
  const gathered: DrawnCell[] = [];
  for (const { fromMs, toMs, deviation } of cells) {
    const last = gathered.at(-1);
    if (deviation === null && last?.deviation === null) gathered[gathered.length - 1] = { ...last, toMs };
    else gathered.push({ fromMs, toMs, deviation });
  }
  return gathered;
}

/** The shares as a table, newest first, one column a proxy. */
export function tableOfShares(rows: readonly ShareMapRow[]): ChartTable {
  const byMoment = new Map<number, (number | null)[]>();
  for (const [column, row] of rows.entries()) {
    for (const { fromMs, share } of row.cells ?? []) {
      const values = byMoment.get(fromMs) ?? rows.map(() => null);
      values[column] = share;
      byMoment.set(fromMs, values);
    }
  }
  return {
    columns: rows.map(({ cluster, proxy }) => `${cluster} / ${proxy}`),
    rows: [...byMoment].sort(([a], [b]) => b - a).map(([atMs, values]) => ({ atMs, values })),
  };
}

/** What a cell says, in words. */
export function readShareCell(row: ShareMapRow, cell: ShareCell): string {
  const what =
    cell.share === null
      ? "nothing counted"
      : `${formatPercent(cell.share)} of connections, fair share ${formatPercent(row.fairShare)}`;
  return `${row.cluster} / ${row.proxy}, ${formatClock(cell.fromMs)} – ${formatClock(cell.toMs)} UTC: ${what}`;
}
