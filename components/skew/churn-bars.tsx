"use client";

import { useMemo } from "react";
import { ChartPanel } from "@/components/charts/chart-panel";
import { useMeasuredWidth } from "@/components/charts/use-measured-width";
import {
  BAR_FONT_PX,
  type ChurnBarsLayout,
  layoutChurnBars,
  type PlacedBar,
} from "@/lib/present/skew/layout-churn-bars";
import { type ChurnBar, prepareChurnBars, tableOfChurnBars } from "@/lib/present/skew/prepare-churn-bars";
import { byWords } from "@/lib/present/skew/verdict-words";
import { formatNumber } from "@/lib/present/words";
import { SHARE_HEIGHT_PX } from "./skew-charts";
import type { SkewPageData } from "./skew-page-data";

/** Opened and closed of each proxy: even above the line and uneven below it is what LIFO pools look like. */
export function ChurnBarsPanel({ data }: { data: SkewPageData }) {
  const { answer, chosen, id, source } = data;
  const bars = useMemo(() => prepareChurnBars(answer, chosen), [answer, chosen]);
  return (
    <ChartPanel
      title="Opened and closed"
      unit={`per second, mean of the window, per ${byWords(answer.by).one}`}
      table={tableOfChurnBars(answer)}
      formatCell={formatNumber}
      source={source}
      fileName={`${id}-opened-closed-by-${answer.by}`}
      heightPx={SHARE_HEIGHT_PX}
    >
      <ChurnBars bars={bars} label={`Opened and closed per second by ${byWords(answer.by).one}`} />
    </ChartPanel>
  );
}

function ChurnBars({ bars, label }: { bars: readonly ChurnBar[]; label: string }) {
  const [ref, widthPx] = useMeasuredWidth<HTMLDivElement>();
  const layout = useMemo(
    () => (widthPx === null ? null : layoutChurnBars(bars, { widthPx, heightPx: SHARE_HEIGHT_PX })),
    [bars, widthPx],
  );
  return (
    <div ref={ref} style={{ height: SHARE_HEIGHT_PX }} className="min-w-0">
      {layout && widthPx !== null && (
        <svg
          data-chart=""
          role="img"
          aria-label={`${label}; the table view has the numbers`}
          width={widthPx}
          height={SHARE_HEIGHT_PX}
          className="block"
        >
          <SideNames layout={layout} />
          <line
            x1={layout.box.left}
            x2={layout.box.left + layout.box.width}
            y1={layout.zeroY}
            y2={layout.zeroY}
            stroke="var(--line-strong)"
            shapeRendering="crispEdges"
          />
          {layout.bars.map((bar) => (
            <Bar key={bar.name} bar={bar} layout={layout} />
          ))}
        </svg>
      )}
    </div>
  );
}

function Bar({ bar, layout }: { bar: PlacedBar; layout: ChurnBarsLayout }) {
  const { zeroY, box } = layout;
  const subject = bar.tone === "subject";
  const up = Math.max(0, bar.openedPx ?? 0);
  const down = Math.max(0, bar.closedPx ?? 0);
  const beside = bar.textAt === "beside";
  const textX = beside ? bar.x + bar.width + 5 : bar.middle;
  const anchor = beside ? "start" : "middle";
  return (
    <g fontSize={BAR_FONT_PX}>
      <title>{`${bar.name}: opened ${bar.openedText || "not known"}, closed ${bar.closedText || "not known"} per second`}</title>
      {up > 0 && (
        <rect
          x={bar.x}
          y={zeroY - 1 - up}
          width={bar.width}
          height={up}
          rx="1.5"
          fill={subject ? "var(--chart-subject)" : "var(--chart-ink)"}
        />
      )}
      {down > 0 && (
        <rect
          x={bar.x}
          y={zeroY + 1}
          width={bar.width}
          height={down}
          rx="1.5"
          fill={subject ? "var(--chart-subject)" : "var(--chart-rest)"}
        />
      )}
      {(bar.openedPx === null || bar.closedPx === null) && (
        <rect
          x={bar.x + 0.5}
          y={zeroY - 10}
          width={Math.max(1, bar.width - 1)}
          height="20"
          rx="2"
          fill="none"
          stroke="var(--line-strong)"
          strokeDasharray="2 2"
        />
      )}
      <text
        x={textX}
        y={beside ? zeroY - up + 8 : zeroY - up - 5}
        textAnchor={anchor}
        fill="var(--ink)"
        fontWeight={subject ? 600 : 400}
      >
        {bar.openedText}
      </text>
      <text
        x={textX}
        y={beside ? zeroY + Math.max(down, 12) - 1 : zeroY + down + 12}
        textAnchor={anchor}
        fill={subject ? "var(--ink)" : "var(--muted)"}
        fontWeight={subject ? 600 : 400}
      >
        {bar.closedText}
      </text>
      <text
        x={bar.middle}
        y={box.top + box.height + 32}
        textAnchor="middle"
        fill={subject ? "var(--ink)" : "var(--muted)"}
        fontWeight={subject ? 600 : 400}
      >
        {bar.label}
      </text>
    </g>
  );
}

function SideNames({ layout: { box, zeroY } }: { layout: ChurnBarsLayout }) {
  return (
    <g fontSize={BAR_FONT_PX} fill="var(--muted)">
      <text x="0" y={box.left > 20 ? zeroY - box.height / 4 : box.top - 6}>
        opened
      </text>
      <text x="0" y={box.left > 20 ? zeroY + box.height / 4 : box.top + box.height + 10}>
        closed
      </text>
    </g>
  );
}
