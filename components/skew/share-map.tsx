"use client";

import { useMemo } from "react";
import { useMeasuredWidth } from "@/components/charts/use-measured-width";
import { type PlotBox, type TimeSpan, xOfTime } from "@/lib/present/charts/plot-scale";
import { estimateTextPx, fitText } from "@/lib/present/charts/text-width";
import { placeTimeTicks } from "@/lib/present/charts/time-ticks";
import {
  layoutShareMap,
  SHARE_AXIS_PX,
  SHARE_READING_PX,
  type ShareMapLayout,
} from "@/lib/present/skew/layout-share-map";
import type { FoundCell } from "@/lib/present/skew/point-at-cell";
import {
  type ShareMap as ShareMapModel,
  type ShareMapRow,
  shareMapLabel,
} from "@/lib/present/skew/share-map";
import { countOf } from "@/lib/present/words";
import { ShareMapCanvas } from "./share-map-canvas";
import { ShareMapReading } from "./share-map-reading";

const FONT_PX = 11;
const NARROW_PX = 600;

export function shareMapHeightPx(rows: number): number {
  return layoutShareMap(rows).heightPx + SHARE_AXIS_PX + SHARE_READING_PX;
}

/**
 * Proxy × time, those that changed most first: the first with their names, hundreds of others as thin strips below.
 * Read by pointer or, cell by cell, with the arrow keys; a click or Enter goes where `hrefOf` leads.
 */
export function ShareMap({
  map,
  label,
  hrefOf,
  goes,
}: {
  map: ShareMapModel;
  label: string;
  hrefOf: (found: FoundCell) => string | null;
  /** What a click does, in a word or two: "clients then". */
  goes: string;
}) {
  const { rows, span } = map;
  const [ref, widthPx] = useMeasuredWidth<HTMLDivElement>();
  const layout = useMemo(() => layoutShareMap(rows.length), [rows.length]);
  const box = useMemo(() => boxOf(rows, widthPx, layout), [rows, widthPx, layout]);
  return (
    <div ref={ref} style={{ minHeight: layout.heightPx + SHARE_AXIS_PX + SHARE_READING_PX }}>
      {box !== null && (
        <div className="relative" style={{ height: layout.heightPx + SHARE_AXIS_PX }}>
          {span !== null && <ShareMapCanvas rows={rows} span={span} box={box} layout={layout} />}
          <svg
            data-chart=""
            role="img"
            aria-label={label}
            width="100%"
            height={layout.heightPx + SHARE_AXIS_PX}
            className="absolute inset-0 block"
          >
            <RowNames rows={rows} layout={layout} box={box} />
            {span !== null && <TimeAxis span={span} box={box} />}
          </svg>
        </div>
      )}
      {box !== null && span !== null && (
        <ShareMapReading map={{ rows, span, box, layout }} label={label} hrefOf={hrefOf} goes={goes} />
      )}
    </div>
  );
}

function boxOf(rows: readonly ShareMapRow[], widthPx: number | null, layout: ShareMapLayout): PlotBox | null {
  if (widthPx === null) return null;
  const widest = widthPx < NARROW_PX ? 96 : 168;
  const names = rows.slice(0, layout.named).map((row) => estimateTextPx(shareMapLabel(row), FONT_PX));
  const left = Math.ceil(Math.min(widest, Math.max(60, ...names) + 14));
  return { left, top: 0, width: widthPx - left, height: layout.heightPx };
}

/** The own name in full as far as possible: it tells the rows apart, its cluster's name only says where. */
function nameWithin({ cluster, name }: ShareMapRow, widthPx: number): string {
  if (cluster === null) return fitText(name, widthPx, FONT_PX);
  const own = ` / ${fitText(name, widthPx * 0.7, FONT_PX)}`;
  return fitText(cluster, widthPx - estimateTextPx(own, FONT_PX), FONT_PX) + own;
}

function RowNames({
  rows,
  layout,
  box,
}: {
  rows: readonly ShareMapRow[];
  layout: ShareMapLayout;
  box: PlotBox;
}) {
  const x = box.left - 10;
  return (
    <g fontSize={FONT_PX} fill="var(--muted)" textAnchor="end">
      {rows.slice(0, layout.named).map((row, index) => {
        const place = layout.rows[index];
        return (
          place && (
            <text key={row.key} x={x} y={place.top + place.height / 2} dy="0.35em">
              {nameWithin(row, box.left - 14)}
            </text>
          )
        );
      })}
      {layout.thinTop !== null && (
        <text x={x} y={layout.thinTop + 8} dy="0.35em">
          {countOf(rows.length - layout.named, "more", "more")}
        </text>
      )}
    </g>
  );
}

function TimeAxis({ span, box }: { span: TimeSpan; box: PlotBox }) {
  const ticks = placeTimeTicks(span.fromMs, span.toMs, { widthPx: box.width, leftPx: box.left, rightPx: 0 });
  return (
    <g fontSize={FONT_PX} fill="var(--muted)">
      {ticks.map((tick) => (
        <text key={tick.atMs} x={xOfTime(tick.atMs, span, box)} y={box.height + 14} textAnchor={tick.anchor}>
          {tick.label}
        </text>
      ))}
    </g>
  );
}
