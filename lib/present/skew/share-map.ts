/** Who holds how much over time, against its fair share: the cells of a heat map. Pure. */

import { BY_MOMENT, type ChartTable, momentRow } from "../charts/chart-table";
import { compareNatural } from "../charts/series-tones";
import { shortNode } from "../node-names";
import { formatClock } from "../time";
import { formatPercent } from "../words";

export interface ShareCell {
  readonly fromMs: number;
  readonly toMs: number;
  /** Null: nothing was counted. */
  readonly share: number | null;
  /** (share − fair) ÷ fair, cut at 1; −1 has none. Null: nothing was counted. */
  readonly deviation: number | null;
}

export interface ShareMapRow {
  readonly key: string;
  readonly clusterId: string;
  /** The cluster's name, where rows of several stand together; null: it goes without saying. */
  readonly cluster: string | null;
  readonly name: string;
  /** Null: the answer is not here yet. */
  readonly cells: readonly ShareCell[] | null;
  readonly fairShare: number;
}

export interface ShareMap {
  readonly rows: readonly ShareMapRow[];
  readonly span: { readonly fromMs: number; readonly toMs: number } | null;
}

/** One cell. Of nothing there is no share: with the primary unseen, what remains may well be zero. */
export function shareCell(fromMs: number, toMs: number, share: number | null, fairShare: number): ShareCell {
  if (share === null || fairShare <= 0) return { fromMs, toMs, share, deviation: null };
  return { fromMs, toMs, share, deviation: Math.min(1, share / fairShare - 1) };
}

/** Rows that changed by about as much keep their order: noise must not shuffle them at each refresh. */
const RANK_STEP = 0.25;

/** Those whose share changed most come first, compared with what is fair; alike ones by name. */
export function rankRows(rows: readonly ShareMapRow[]): ShareMapRow[] {
  const ranks = new Map(rows.map((row) => [row.key, Math.round(changeOf(row) / RANK_STEP)]));
  const nameOf = (row: ShareMapRow) => `${row.cluster ?? ""}\n${row.name}`;
  return [...rows].sort(
    (a, b) => (ranks.get(b.key) ?? 0) - (ranks.get(a.key) ?? 0) || compareNatural(nameOf(a), nameOf(b)),
  );
}

/** How far the mean share of the last tenth lies from that of the first, in fair shares; 0 where it is not known. */
function changeOf({ cells, fairShare }: ShareMapRow): number {
  const known = (cells ?? []).flatMap(({ share }) => share ?? []);
  const part = Math.max(1, Math.ceil(known.length / 10));
  if (known.length < 2 || fairShare <= 0) return 0;
  return Math.abs(meanOf(known.slice(-part)) - meanOf(known.slice(0, part))) / fairShare;
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
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

export function shareMapLabel({ cluster, name }: Pick<ShareMapRow, "cluster" | "name">): string {
  const short = shortNode(name);
  return cluster === null ? short : `${cluster} / ${short}`;
}

/** The shares as a table, newest first, one column a row of the map. */
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
    first: BY_MOMENT,
    columns: rows.map(shareMapLabel),
    rows: [...byMoment].sort(([a], [b]) => b - a).map(([atMs, values]) => momentRow(atMs, values)),
  };
}

/** What a cell says, in words. */
export function readShareCell(row: ShareMapRow, cell: ShareCell): string {
  const fair = row.fairShare > 0 ? `, fair share ${formatPercent(row.fairShare)}` : ", not in rotation";
  const what = cell.share === null ? "nothing counted" : `${formatPercent(cell.share)} of connections${fair}`;
  return `${shareMapLabel(row)}, ${formatClock(cell.fromMs)} – ${formatClock(cell.toMs)} UTC: ${what}`;
}
