"use client";

import { useMemo, useState } from "react";
import { BottomAxis, ValueGrid } from "@/components/charts/chart-frame";
import { EndLabels } from "@/components/charts/end-labels";
import { ToneSwatch } from "@/components/charts/labels-below";
import { useMeasuredWidth } from "@/components/charts/use-measured-width";
import { colourOf } from "@/lib/present/charts/series-tones";
import { shortNode } from "@/lib/present/node-names";
import { layoutSurvival, placeOfAge, yOfPercent } from "@/lib/present/skew/layout-survival";
import type { SurvivalModel } from "@/lib/present/skew/prepare-survival";
import { nearestAge, readAge, sayAge, stepAge } from "@/lib/present/skew/read-age";

const PERCENT_TICKS = [0, 50, 100] as const;
const READING_WIDTH_PX = 176;

/** Percent still open after an age, one curve a proxy: a slower fall means longer lives. */
export function SurvivalChart({
  model,
  label,
  heightPx,
}: {
  model: SurvivalModel;
  label: string;
  heightPx: number;
}) {
  const [ref, widthPx] = useMeasuredWidth<HTMLDivElement>();
  const [focus, setFocus] = useState<string | null>(null);
  const [ageSec, setAgeSec] = useState<number | null>(null);
  const layout = useMemo(
    () => (widthPx === null ? null : layoutSurvival(model, { widthPx, heightPx })),
    [model, widthPx, heightPx],
  );
  const anySubject = model.lines.some((line) => line.tone === "subject");
  const reading = ageSec === null ? null : readAge(model, ageSec);
  const cursorX =
    layout && ageSec !== null ? layout.box.left + placeOfAge(model, ageSec) * layout.box.width : 0;
  return (
    <div ref={ref} className="min-w-0">
      <div className="relative" style={{ height: heightPx }}>
        {layout && widthPx !== null && (
          <>
            <svg
              data-chart=""
              role="img"
              aria-label={label}
              width={widthPx}
              height={heightPx}
              className="block overflow-visible"
            >
              <ValueGrid
                box={layout.box}
                ticks={PERCENT_TICKS}
                yOf={(percent) => yOfPercent(percent, layout.box)}
              />
              <BottomAxis box={layout.box} ticks={layout.ticks} />
              {layout.paths.map((path) => {
                const lifted = focus === path.name || (focus === null && path.tone === "subject");
                return (
                  <path
                    key={path.name}
                    d={path.d}
                    fill="none"
                    stroke={colourOf(path.tone)}
                    strokeWidth={lifted ? 2.4 : 1.4}
                    strokeLinejoin="round"
                    strokeOpacity={lifted ? 1 : focus !== null ? 0.25 : anySubject ? 0.75 : 1}
                  />
                );
              })}
              <EndLabels labels={layout.endLabels} focus={focus} onFocus={setFocus} />
            </svg>
            {reading && (
              <svg
                aria-hidden="true"
                className="pointer-events-none absolute inset-0 h-full w-full overflow-visible"
              >
                <line
                  x1={cursorX}
                  x2={cursorX}
                  y1={layout.box.top}
                  y2={layout.box.top + layout.box.height}
                  stroke="var(--muted)"
                />
                {reading.rows.map(
                  (row) =>
                    row.percent !== null && (
                      <circle
                        key={row.name}
                        cx={cursorX}
                        cy={yOfPercent(row.percent, layout.box)}
                        r="3"
                        fill={colourOf(row.tone)}
                        stroke="var(--panel)"
                        strokeWidth="1.5"
                      />
                    ),
                )}
              </svg>
            )}
            <div
              role="slider"
              tabIndex={0}
              aria-label={`Age in ${label}`}
              aria-valuemin={0}
              aria-valuemax={model.endSec}
              aria-valuenow={Math.round(ageSec ?? 0)}
              aria-valuetext={reading ? sayAge(reading) : "none"}
              className="absolute cursor-crosshair touch-pan-y rounded-mark outline-offset-4"
              style={{
                left: layout.box.left,
                top: layout.box.top,
                width: layout.box.width,
                height: layout.box.height,
              }}
              onPointerMove={(event) => {
                const area = event.currentTarget.getBoundingClientRect();
                setAgeSec(nearestAge(model, (event.clientX - area.left) / area.width));
              }}
              onPointerLeave={() => setAgeSec(null)}
              onBlur={() => setAgeSec(null)}
              onKeyDown={(event) => {
                if (event.key === "Escape") return setAgeSec(null);
                const next = stepAge(model, ageSec, event.key);
                if (next === null) return;
                event.preventDefault();
                setAgeSec(next);
              }}
            />
            {reading && (
              <div
                aria-hidden="true"
                className="pointer-events-none absolute z-30 rounded-control border border-line-strong bg-raised px-2.5 py-2 text-small"
                style={{
                  width: READING_WIDTH_PX,
                  top: layout.box.top,
                  left:
                    cursorX + 12 + READING_WIDTH_PX > widthPx
                      ? Math.max(0, cursorX - 12 - READING_WIDTH_PX)
                      : cursorX + 12,
                }}
              >
                <p className="font-medium">{reading.age}</p>
                <table className="mt-1 w-full">
                  <tbody>
                    {reading.rows.map((row) => (
                      <tr key={row.name}>
                        <td className="w-4 align-middle">
                          <ToneSwatch tone={row.tone} />
                        </td>
                        <td className="max-w-0 truncate text-muted">{shortNode(row.name)}</td>
                        <td className="w-px pl-2 text-right whitespace-nowrap tabular-nums">{row.value}</td>
                      </tr>
                    ))}
                  </tbody>
                </table>
              </div>
            )}
          </>
        )}
      </div>
      {layout && layout.endLabels.length === 0 && (
        <ul className="mt-1 flex flex-wrap gap-x-3.5 gap-y-0.5 text-small">
          {model.lines.map((line) => (
            <li key={line.name} data-below-label="" className="flex max-w-full min-w-0 items-center gap-1.5">
              <ToneSwatch tone={line.tone} />
              <span className="truncate" title={line.name}>
                {shortNode(line.name)}
              </span>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
