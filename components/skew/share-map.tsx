"use client";

import Link from "next/link";
import { useRouter } from "next/navigation";
import { type PointerEvent, useMemo, useState } from "react";
import { useChartCursor, useCursorMs } from "@/components/charts/chart-cursor";
import { useMeasuredWidth } from "@/components/charts/use-measured-width";
import { type PlotBox, type TimeSpan, xOfTime } from "@/lib/present/charts/plot-scale";
import { estimateTextPx, fitText } from "@/lib/present/charts/text-width";
import { placeTimeTicks } from "@/lib/present/charts/time-ticks";
import { layoutShareMap, type ShareMapLayout } from "@/lib/present/skew/layout-share-map";
import {
  boxOfCell,
  type CellPlace,
  cellAt,
  type FoundCell,
  moveByKey,
  placeAtPoint,
} from "@/lib/present/skew/point-at-cell";
import {
  readShareCell,
  type ShareMap as ShareMapModel,
  type ShareMapRow,
} from "@/lib/present/skew/share-map";
import { countOf } from "@/lib/present/words";
import { ShareMapCanvas } from "./share-map-canvas";

const AXIS_PX = 24;
const READING_PX = 24;
const FONT_PX = 11;
const NARROW_PX = 600;

export function shareMapHeightPx(rows: number): number {
  return layoutShareMap(rows).heightPx + AXIS_PX + READING_PX;
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
    <div ref={ref} style={{ minHeight: layout.heightPx + AXIS_PX + READING_PX }}>
      {box !== null && (
        <div className="relative" style={{ height: layout.heightPx + AXIS_PX }}>
          {span !== null && <ShareMapCanvas rows={rows} span={span} box={box} layout={layout} />}
          <svg
            data-chart=""
            role="img"
            aria-label={label}
            width="100%"
            height={layout.heightPx + AXIS_PX}
            className="absolute inset-0 block"
          >
            <RowNames rows={rows} layout={layout} box={box} />
            {span !== null && <TimeAxis span={span} box={box} />}
          </svg>
        </div>
      )}
      {box !== null && span !== null && (
        <Reading map={{ rows, span, box, layout }} label={label} hrefOf={hrefOf} goes={goes} />
      )}
    </div>
  );
}

function boxOf(rows: readonly ShareMapRow[], widthPx: number | null, layout: ShareMapLayout): PlotBox | null {
  if (widthPx === null) return null;
  const widest = widthPx < NARROW_PX ? 96 : 168;
  const names = rows.slice(0, layout.named).map((row) => estimateTextPx(fullName(row), FONT_PX));
  const left = Math.ceil(Math.min(widest, Math.max(60, ...names) + 14));
  return { left, top: 0, width: widthPx - left, height: layout.heightPx };
}

function fullName({ cluster, name }: ShareMapRow): string {
  return cluster === null ? name : `${cluster} / ${name}`;
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

interface PlacedMap {
  readonly rows: readonly ShareMapRow[];
  readonly span: TimeSpan;
  readonly box: PlotBox;
  readonly layout: ShareMapLayout;
}

/** Takes pointer and keys over the cells, marks the one that is read, and says it below. */
function Reading({
  map,
  label,
  hrefOf,
  goes,
}: {
  map: PlacedMap;
  label: string;
  hrefOf: (found: FoundCell) => string | null;
  goes: string;
}) {
  const [place, setPlace] = useState<CellPlace | null>(null);
  const router = useRouter();
  const cursor = useChartCursor();
  const cursorMs = useCursorMs(cursor);
  const { span, box, layout } = map;
  const found = cellAt(map.rows, place);
  const frame = place === null ? null : boxOfCell(place, map);
  const href = found && hrefOf(found);
  const read = (next: CellPlace | null) => {
    const cell = cellAt(map.rows, next)?.cell;
    setPlace(next);
    cursor.move(cell ? (cell.fromMs + cell.toMs) / 2 : null);
  };
  const point = (event: PointerEvent<HTMLElement>) => {
    const area = event.currentTarget.getBoundingClientRect();
    read(placeAtPoint({ x: event.clientX - area.left + box.left, y: event.clientY - area.top }, map));
  };
  const inside = cursorMs !== null && cursorMs >= span.fromMs && cursorMs <= span.toMs;
  return (
    <>
      <div
        className="relative"
        style={{ marginTop: -(layout.heightPx + AXIS_PX), height: layout.heightPx + AXIS_PX }}
      >
        {inside && frame === null && (
          <div
            className="pointer-events-none absolute top-0 w-px bg-muted"
            style={{ left: xOfTime(cursorMs, span, box), height: layout.heightPx }}
          />
        )}
        {frame !== null && (
          <div
            className="pointer-events-none absolute border border-ink"
            style={{ left: frame.x - 1, top: frame.y - 1, width: frame.width + 2, height: frame.height + 2 }}
          />
        )}
        <div
          role="slider"
          tabIndex={0}
          aria-label={`Cell of ${label}`}
          aria-valuemin={0}
          aria-valuemax={Math.max(0, map.rows.length - 1)}
          aria-valuenow={place?.row ?? 0}
          aria-valuetext={found ? readShareCell(found.row, found.cell) : "none; arrow keys read cell by cell"}
          className="absolute top-0 cursor-pointer touch-pan-y rounded-mark outline-offset-4"
          style={{ left: box.left, width: box.width, height: layout.heightPx }}
          onPointerMove={point}
          onPointerDown={point}
          onPointerLeave={(event) => event.pointerType !== "touch" && read(null)}
          onBlur={() => read(null)}
          onClick={(event) => {
            // A finger only reads: its reading has a link of its own.
            if (
              href &&
              event.nativeEvent instanceof window.PointerEvent &&
              event.nativeEvent.pointerType !== "touch"
            )
              router.push(href);
          }}
          onKeyDown={(event) => {
            if (event.key === "Enter" && href) return router.push(href);
            if (event.key === "Escape") return read(null);
            const next = moveByKey(event.key, place, map.rows);
            if (next === null) return;
            event.preventDefault();
            read(next);
          }}
        />
      </div>
      <p className="flex items-end gap-3 text-small text-muted" style={{ height: READING_PX }}>
        <span className="truncate" aria-hidden="true">
          {found ? readShareCell(found.row, found.cell) : "Point at a cell to read it, or use the arrow keys"}
        </span>
        {href && (
          // Pressing the link must not take the focus from the map: losing it would take the reading away.
          <Link
            href={href}
            tabIndex={-1}
            onMouseDown={(event) => event.preventDefault()}
            className="shrink-0 text-accent"
          >
            {goes}
          </Link>
        )}
      </p>
    </>
  );
}
