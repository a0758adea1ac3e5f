import { type PlotBox, type TimeSpan, timeOfX, xOfTime } from "../charts/plot-scale";
import { rowAtY, type ShareMapLayout } from "./layout-share-map";
import type { ShareCell, ShareMapRow } from "./share-map";

/** A cell by its place in the map. */
export interface CellPlace {
  readonly row: number;
  readonly cell: number;
}

export interface FoundCell {
  readonly row: ShareMapRow;
  readonly cell: ShareCell;
}

export function cellAt(rows: readonly ShareMapRow[], place: CellPlace | null): FoundCell | null {
  const row = place === null ? undefined : rows[place.row];
  const cell = place === null ? undefined : row?.cells?.[place.cell];
  return row && cell ? { row, cell } : null;
}

/** The cell under a point of the drawing; null: none is there. */
export function placeAtPoint(
  point: { readonly x: number; readonly y: number },
  map: { rows: readonly ShareMapRow[]; span: TimeSpan; box: PlotBox; layout: ShareMapLayout },
): CellPlace | null {
  const row = rowAtY(map.layout, point.y);
  if (row === null || point.x < map.box.left || point.x > map.box.left + map.box.width) return null;
  const atMs = timeOfX(point.x, map.span, map.box);
  const cell = map.rows[row]?.cells?.findIndex(({ fromMs, toMs }) => atMs >= fromMs && atMs < toMs) ?? -1;
  return cell < 0 ? null : { row, cell };
}

const MOVES: Record<string, (place: CellPlace, last: CellPlace) => CellPlace> = {
  ArrowLeft: ({ row, cell }) => ({ row, cell: cell - 1 }),
  ArrowRight: ({ row, cell }) => ({ row, cell: cell + 1 }),
  ArrowUp: ({ row, cell }) => ({ row: row - 1, cell }),
  ArrowDown: ({ row, cell }) => ({ row: row + 1, cell }),
  PageUp: ({ row, cell }) => ({ row: row - 10, cell }),
  PageDown: ({ row, cell }) => ({ row: row + 10, cell }),
  Home: ({ row }) => ({ row, cell: 0 }),
  End: ({ row }, last) => ({ row, cell: last.cell }),
};

/** Where a key leads from a cell; from nowhere to the newest cell of the first row. Null: not a key of the map. */
export function moveByKey(
  key: string,
  place: CellPlace | null,
  rows: readonly ShareMapRow[],
): CellPlace | null {
  const move = MOVES[key];
  const last = { row: rows.length - 1, cell: Math.max(0, ...rows.map((row) => row.cells?.length ?? 0)) - 1 };
  if (!move || last.row < 0 || last.cell < 0) return null;
  if (place === null) return { row: 0, cell: newestKnown(rows[0]) };
  const moved = move(place, last);
  return {
    row: Math.max(0, Math.min(last.row, moved.row)),
    cell: Math.max(0, Math.min(last.cell, moved.cell)),
  };
}

function newestKnown(row: ShareMapRow | undefined): number {
  const cells = row?.cells ?? [];
  const known = cells.findLastIndex(({ share }) => share !== null);
  return known < 0 ? Math.max(0, cells.length - 1) : known;
}

/** The rectangle of a cell. */
export function boxOfCell(
  place: CellPlace,
  map: { rows: readonly ShareMapRow[]; span: TimeSpan; box: PlotBox; layout: ShareMapLayout },
): { x: number; y: number; width: number; height: number } | null {
  const found = cellAt(map.rows, place);
  const row = map.layout.rows[place.row];
  if (!found || !row) return null;
  const left = Math.max(map.box.left, xOfTime(found.cell.fromMs, map.span, map.box));
  const right = Math.min(map.box.left + map.box.width, xOfTime(found.cell.toMs, map.span, map.box));
  return { x: left, y: row.top, width: Math.max(2, right - left), height: row.height };
}
