"use client";

import { useChartCursor, useCursorMs } from "@/components/charts/chart-cursor";
import { BottomAxis } from "@/components/charts/chart-frame";
import { useMeasuredWidth } from "@/components/charts/use-measured-width";
import { type PlotBox, type TimeSpan, timeOfX, xOfTime } from "@/lib/present/charts/plot-scale";
import { placeTimeTicks } from "@/lib/present/charts/time-ticks";
import {
  type EventRange,
  isVague,
  lanesOf,
  type PlacedEvent,
  placeEvents,
} from "@/lib/present/metrics/events";
import { plotEdges } from "@/lib/present/metrics/layout-range";
import { formatClock } from "@/lib/present/time";

const LANE_PX = 12;
const MARK_PX = 9;
const AXIS_PX = 24;

/** The axis of the page with what happened on it. Pointing at a mark lights its words below; keys go through those. */
export function EventStrip({
  events,
  span,
  names,
  lit,
  onLit,
  onChoose,
}: {
  events: readonly EventRange[];
  span: TimeSpan;
  names: readonly string[];
  lit: string | null;
  onLit: (key: string | null) => void;
  onChoose: (key: string) => void;
}) {
  const [ref, widthPx] = useMeasuredWidth<HTMLDivElement>();
  const cursor = useChartCursor();
  const cursorMs = useCursorMs(cursor);
  const edges = plotEdges(widthPx ?? 1200, names);
  const left = edges.leftPx;
  const width = Math.max(40, (widthPx ?? 1200) - left - edges.rightPx);
  const flat: PlotBox = { left, top: 2, width, height: LANE_PX };
  const placed = placeEvents(events, span, flat);
  const box: PlotBox = { ...flat, height: lanesOf(placed) * LANE_PX + 2 };
  const heightPx = box.top + box.height + AXIS_PX;
  const cursorX =
    cursorMs !== null && cursorMs >= span.fromMs && cursorMs <= span.toMs
      ? xOfTime(cursorMs, span, box)
      : null;
  return (
    <div ref={ref} className="min-w-0" style={{ height: heightPx }}>
      {widthPx !== null && (
        <svg
          role="img"
          aria-label="Events over time; the list below has their words"
          width={widthPx}
          height={heightPx}
          className="block overflow-visible"
          onPointerMove={(event) => {
            const x = event.clientX - event.currentTarget.getBoundingClientRect().left;
            cursor.move(x < box.left || x > box.left + box.width ? null : timeOfX(x, span, box));
          }}
          onPointerLeave={() => cursor.move(null)}
        >
          <rect x={box.left} y={box.top} width={box.width} height={box.height} fill="var(--sunken)" />
          <BottomAxis
            box={box}
            ticks={placeTimeTicks(span.fromMs, span.toMs, {
              widthPx: box.width,
              leftPx: left,
              rightPx: 0,
            }).map((tick) => ({
              ...tick,
              x: xOfTime(tick.atMs, span, box),
            }))}
          />
          {placed.map((mark) => (
            <Mark
              key={mark.event.key}
              mark={mark}
              top={box.top}
              lit={mark.all.some((event) => event.key === lit)}
              onLit={onLit}
              onChoose={onChoose}
            />
          ))}
          {cursorX !== null && (
            <line
              x1={cursorX}
              x2={cursorX}
              y1={box.top}
              y2={box.top + box.height}
              stroke="var(--muted)"
              className="pointer-events-none"
            />
          )}
        </svg>
      )}
    </div>
  );
}

/** As wide as the time is uncertain; with a number where several are in it. */
function Mark({
  mark: { event, all, x, width, lane },
  top,
  lit,
  onLit,
  onChoose,
}: {
  mark: PlacedEvent;
  top: number;
  lit: boolean;
  onLit: (key: string | null) => void;
  onChoose: (key: string) => void;
}) {
  const y = top + 1.5 + lane * LANE_PX;
  const words = all.map((one) => one.sentence).join("\n");
  const isOwn = event.teller === "own";
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the list below is the way for keys and readers
    <g
      className="cursor-pointer"
      onPointerEnter={() => onLit(event.key)}
      onPointerLeave={() => onLit(null)}
      onClick={() => onChoose(event.key)}
    >
      <title>{`${formatClock(event.fromMs)}–${formatClock(event.toMs)}\n${words}`}</title>
      <rect
        x={x + 0.5}
        y={y}
        width={Math.max(1, width - 1)}
        height={MARK_PX}
        rx="1.5"
        fill={isOwn ? "var(--panel)" : "var(--chart-ink)"}
        stroke={lit ? "var(--accent)" : "var(--chart-ink)"}
        strokeWidth={lit ? 2 : 1}
        fillOpacity={isVague(event) ? 0.25 : 1}
        strokeOpacity={isVague(event) && !lit ? 0.4 : 1}
      />
      {all.length > 1 && width > 16 && (
        <text
          x={x + width / 2}
          y={y + MARK_PX / 2}
          dy="0.36em"
          textAnchor="middle"
          fontSize="9"
          fontWeight="600"
          fill={isOwn || isVague(event) ? "var(--ink)" : "var(--panel)"}
        >
          {all.length}
        </text>
      )}
    </g>
  );
}
