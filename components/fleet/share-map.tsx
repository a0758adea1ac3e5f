"use client";

import { memo, type PointerEvent, useState } from "react";
import { useMeasuredWidth } from "@/components/charts/use-measured-width";
import { estimateTextPx, fitText } from "@/lib/present/charts/text-width";
import { placeTimeTicks } from "@/lib/present/charts/time-ticks";
import {
  gatherCells,
  readShareCell,
  type ShareCell,
  type ShareMap as ShareMapModel,
  type ShareMapRow,
} from "@/lib/present/fleet/share-map";

const PITCH_PX = 18;
const CELL_PX = 16;
const AXIS_PX = 24;
const READING_PX = 22;
const FONT_PX = 11;

export function mapHeightPx(rows: number): number {
  return rows * PITCH_PX + AXIS_PX + READING_PX;
}

interface Geometry {
  readonly left: number;
  readonly width: number;
  readonly span: { readonly fromMs: number; readonly toMs: number };
}

const xOf = ({ left, width, span }: Geometry, atMs: number) =>
  left + ((atMs - span.fromMs) / (span.toMs - span.fromMs)) * width;

/** Proxy × time. Drawn with gaps between cells where there is room for them. */
export function ShareMap({ map: { rows, span } }: { map: ShareMapModel }) {
  const [ref, widthPx] = useMeasuredWidth<HTMLDivElement>();
  const [pointed, setPointed] = useState<{ readonly row: ShareMapRow; readonly cell: ShareCell } | null>(
    null,
  );
  const left = widthPx !== null && widthPx < 600 ? 96 : 150;
  const heightPx = rows.length * PITCH_PX + AXIS_PX;
  const geometry = widthPx === null || span === null ? null : { left, width: widthPx - left, span };

  const point = (event: PointerEvent<SVGSVGElement>) => {
    if (geometry === null) return;
    const box = event.currentTarget.getBoundingClientRect();
    const row = rows[Math.floor((event.clientY - box.top) / PITCH_PX)];
    const x = event.clientX - box.left;
    const cell = row?.cells?.find(
      ({ fromMs, toMs }) => x >= xOf(geometry, fromMs) && x < xOf(geometry, toMs),
    );
    setPointed(row && cell ? { row, cell } : null);
  };

  return (
    <div ref={ref}>
      <svg
        data-chart=""
        role="img"
        aria-label="Share of connections of each proxy over time; the table view has the numbers"
        width={widthPx ?? "100%"}
        height={heightPx}
        onPointerMove={point}
        onPointerDown={point}
        onPointerLeave={() => setPointed(null)}
        className="block"
      >
        {rows.map((row, index) => (
          <text
            key={row.key}
            x={left - 12}
            y={index * PITCH_PX + CELL_PX / 2}
            dy="0.35em"
            textAnchor="end"
            fontSize={FONT_PX}
            fill="var(--muted)"
          >
            {labelOf(row, left - 16)}
          </text>
        ))}
        {geometry !== null && (
          <>
            {rows.map((row, index) => (
              <CellRow key={row.key} row={row} top={index * PITCH_PX} geometry={geometry} />
            ))}
            <TimeAxis geometry={geometry} top={rows.length * PITCH_PX} />
            {pointed !== null && (
              <rect
                x={xOf(geometry, pointed.cell.fromMs)}
                y={rows.indexOf(pointed.row) * PITCH_PX - 0.5}
                width={Math.max(2, xOf(geometry, pointed.cell.toMs) - xOf(geometry, pointed.cell.fromMs))}
                height={CELL_PX + 1}
                fill="none"
                stroke="var(--ink)"
              />
            )}
          </>
        )}
      </svg>
      <p className="flex h-[22px] items-end truncate text-small text-muted" aria-hidden="true">
        {pointed === null ? "Point at a cell to read it" : readShareCell(pointed.row, pointed.cell)}
      </p>
    </div>
  );
}

/** The proxy's name in full as far as possible: it tells the rows apart, its cluster's name only says where. */
function labelOf({ cluster, proxy }: ShareMapRow, widthPx: number): string {
  const own = ` / ${fitText(proxy, widthPx * 0.7, FONT_PX)}`;
  return fitText(cluster, widthPx - estimateTextPx(own, FONT_PX), FONT_PX) + own;
}

const CellRow = memo(function CellRow({
  row,
  top,
  geometry,
}: {
  row: ShareMapRow;
  top: number;
  geometry: Geometry;
}) {
  return gatherCells(row.cells ?? []).map(({ fromMs, toMs, deviation }) => {
    const from = Math.max(geometry.left, xOf(geometry, fromMs));
    const to = Math.min(geometry.left + geometry.width, xOf(geometry, toMs));
    const gap = to - from > 4 ? 1 : 0;
    if (to - from <= gap) return null;
    return <Cell key={fromMs} deviation={deviation} x={from} y={top} width={to - from - gap} />;
  });
});

/** Strength in steps: differences of a per cent are not worth another shade. */
const STEPS = 12;

function Cell({ deviation, x, y, width }: { deviation: number | null; x: number; y: number; width: number }) {
  if (deviation === null) {
    return (
      <rect
        x={x + 0.5}
        y={y + 0.5}
        width={Math.max(0.5, width - 1)}
        height={CELL_PX - 1}
        rx="1"
        fill="none"
        stroke="var(--line)"
      />
    );
  }
  const strength = Math.round(Math.abs(deviation) * STEPS) / STEPS;
  return (
    <>
      <rect x={x} y={y} width={width} height={CELL_PX} fill="var(--chart-grid)" />
      {strength > 0 && (
        <rect
          x={x}
          y={y}
          width={width}
          height={CELL_PX}
          fill={deviation > 0 ? "var(--chart-subject)" : "var(--chart-below)"}
          fillOpacity={strength}
        />
      )}
    </>
  );
}

function TimeAxis({ geometry, top }: { geometry: Geometry; top: number }) {
  const { left, width, span } = geometry;
  const ticks = placeTimeTicks(span.fromMs, span.toMs, { widthPx: width, leftPx: left, rightPx: 0 });
  return (
    <g fontSize={FONT_PX} fill="var(--muted)">
      {ticks.map((tick) => (
        <text key={tick.atMs} x={xOf(geometry, tick.atMs)} y={top + 14} textAnchor={tick.anchor}>
          {tick.label}
        </text>
      ))}
    </g>
  );
}
