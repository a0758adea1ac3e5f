/** Where the rows of a share map stand: the first ones with their names, the many behind them as thin strips. Pure. */

export interface ShareMapLayout {
  readonly rows: readonly { readonly top: number; readonly height: number }[];
  /** So many rows, from the top, have room for a name. */
  readonly named: number;
  /** Where the thin rows begin; null: all rows have names. */
  readonly thinTop: number | null;
  readonly heightPx: number;
}

/** Under the rows: the time axis, and what the cell pointed at says. */
export const SHARE_AXIS_PX = 24;
export const SHARE_READING_PX = 24;

const PITCH_PX = 18;
const CELL_PX = 16;
/** Up to so many every row has its name. */
const MOST_NAMED = 24;
/** Beyond, these have: the ones that changed most. */
const NAMED_OF_MANY = 12;
const BREAK_PX = 8;
/** All thin rows together take about this much, however many they are. */
const THIN_AREA_PX = 220;
const THINNEST_PX = 2;
const THICKEST_PX = 8;

export function layoutShareMap(count: number): ShareMapLayout {
  const named = count <= MOST_NAMED ? count : NAMED_OF_MANY;
  const rows = Array.from({ length: named }, (_, index) => ({ top: index * PITCH_PX, height: CELL_PX }));
  if (named === count) return { rows, named, thinTop: null, heightPx: count * PITCH_PX };
  const thin = count - named;
  const pitch = Math.max(THINNEST_PX, Math.min(THICKEST_PX, Math.floor(THIN_AREA_PX / thin)));
  const thinTop = named * PITCH_PX + BREAK_PX;
  const height = pitch > 3 ? pitch - 1 : pitch;
  for (let index = 0; index < thin; index++) rows.push({ top: thinTop + index * pitch, height });
  return { rows, named, thinTop, heightPx: thinTop + thin * pitch };
}

/** The row at a height; null: above, below or between rows. Between named rows the nearest one above counts. */
export function rowAtY(layout: ShareMapLayout, y: number): number | null {
  if (y < 0 || y >= layout.heightPx) return null;
  const index = layout.rows.findLastIndex(({ top }) => top <= y);
  const row = layout.rows[index];
  if (row === undefined) return null;
  return y < row.top + Math.max(row.height, PITCH_PX) || index >= layout.named ? index : null;
}
