/** Where the plot lies inside its drawing, in px. */
export interface PlotBox {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** What a chart library has to leave free around the plot, in px. */
export function marginOf(box: PlotBox, size: { readonly widthPx: number; readonly heightPx: number }) {
  return {
    left: box.left,
    top: box.top,
    right: size.widthPx - box.left - box.width,
    bottom: size.heightPx - box.top - box.height,
  };
}

export interface TimeSpan {
  readonly fromMs: number;
  readonly toMs: number;
}

export function xOfTime(atMs: number, span: TimeSpan, box: PlotBox): number {
  return box.left + ((atMs - span.fromMs) / (span.toMs - span.fromMs)) * box.width;
}

export function timeOfX(x: number, span: TimeSpan, box: PlotBox): number {
  const ratio = Math.max(0, Math.min(1, (x - box.left) / box.width));
  return span.fromMs + ratio * (span.toMs - span.fromMs);
}

/** Zero-based: `top` of the axis at the upper edge, 0 at the lower. */
export function yOfValue(value: number, axisTop: number, box: PlotBox): number {
  return box.top + box.height - (value / axisTop) * box.height;
}

/** Place of the point nearest in time; -1 without points. `atMs` is ascending. */
export function nearestIndex(atMs: readonly number[], wantedMs: number): number {
  let low = 0;
  let high = atMs.length - 1;
  if (high < 0) return -1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((atMs[middle] ?? 0) < wantedMs) low = middle + 1;
    else high = middle;
  }
  const here = atMs[low] ?? 0;
  const before = atMs[low - 1];
  return before !== undefined && wantedMs - before <= here - wantedMs ? low - 1 : low;
}

/** A dragged stretch as a window: whole seconds, grown around its middle to at least `leastMs`, inside the span. */
export function windowOfDrag(aMs: number, bMs: number, span: TimeSpan, leastMs: number): TimeSpan {
  const wanted = Math.max(Math.abs(bMs - aMs), Math.min(leastMs, span.toMs - span.fromMs));
  const middle = (aMs + bMs) / 2;
  const from = Math.max(span.fromMs, Math.min(middle - wanted / 2, span.toMs - wanted));
  return { fromMs: Math.floor(from / 1000) * 1000, toMs: Math.ceil((from + wanted) / 1000) * 1000 };
}
