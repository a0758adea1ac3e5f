"use client";

import Link from "next/link";
import { useRouter } from "next/navigation";
import { type PointerEvent, useState } from "react";
import { useChartCursor, useCursorMs } from "@/components/charts/chart-cursor";
import { type PlotBox, type TimeSpan, xOfTime } from "@/lib/present/charts/plot-scale";
import { SHARE_AXIS_PX, SHARE_READING_PX, type ShareMapLayout } from "@/lib/present/skew/layout-share-map";
import {
  boxOfCell,
  type CellPlace,
  cellAt,
  type FoundCell,
  moveByKey,
  placeAtPoint,
} from "@/lib/present/skew/point-at-cell";
import { readShareCell, type ShareMapRow } from "@/lib/present/skew/share-map";

export interface PlacedMap {
  readonly rows: readonly ShareMapRow[];
  readonly span: TimeSpan;
  readonly box: PlotBox;
  readonly layout: ShareMapLayout;
}

/** Takes pointer and keys over the cells, marks the one that is read, and says it below. */
export function ShareMapReading({
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
        style={{ marginTop: -(layout.heightPx + SHARE_AXIS_PX), height: layout.heightPx + SHARE_AXIS_PX }}
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
      <p className="flex items-end gap-3 text-small text-muted" style={{ height: SHARE_READING_PX }}>
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
