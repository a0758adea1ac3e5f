/** A label that wants to stand at `y`; where there is not room for all, the heaviest stay. */
export interface WantedLabel {
  readonly name: string;
  readonly y: number;
  readonly weight: number;
}

export interface PlacedLabel {
  readonly name: string;
  /** Where its line ends. */
  readonly anchorY: number;
  /** Where its text stands. */
  readonly y: number;
}

/**
 * Puts labels in one column so that no two are nearer than `gap` and none leaves [top, bottom], moving them as
 * little as possible (least squares: neighbours that collide move as one block, centred on their anchors).
 */
export function placeLabels(
  wanted: readonly WantedLabel[],
  column: { top: number; bottom: number; gap: number },
): { placed: PlacedLabel[]; hidden: string[] } {
  const room = Math.max(0, Math.floor((column.bottom - column.top) / column.gap) + 1);
  const byWeight = [...wanted].sort((a, b) => b.weight - a.weight || compareNames(a, b));
  const kept = byWeight.slice(0, room).sort((a, b) => a.y - b.y || compareNames(a, b));
  const hidden = byWeight.slice(room).map((label) => label.name);
  const blocks: { labels: WantedLabel[]; start: number }[] = [];
  for (const label of kept) {
    blocks.push({ labels: [label], start: startOf([label], column) });
    mergeTouching(blocks, column);
  }
  const placed = blocks.flatMap((block) =>
    block.labels.map((label, index) => ({
      name: label.name,
      anchorY: label.y,
      y: block.start + index * column.gap,
    })),
  );
  return { placed, hidden };
}

type Column = { top: number; bottom: number; gap: number };

function mergeTouching(blocks: { labels: WantedLabel[]; start: number }[], column: Column): void {
  for (;;) {
    const last = blocks.at(-1);
    const before = blocks.at(-2);
    if (!last || !before) return;
    if (before.start + before.labels.length * column.gap <= last.start) return;
    const labels = [...before.labels, ...last.labels];
    blocks.splice(-2, 2, { labels, start: startOf(labels, column) });
  }
}

/** Start of a block whose members stand nearest to where they want to, inside the column. */
function startOf(labels: readonly WantedLabel[], column: Column): number {
  const wish = labels.reduce((sum, label, index) => sum + label.y - index * column.gap, 0) / labels.length;
  const latest = column.bottom - (labels.length - 1) * column.gap;
  return Math.max(column.top, Math.min(wish, latest));
}

function compareNames(a: WantedLabel, b: WantedLabel): number {
  return a.name < b.name ? -1 : 1;
}
