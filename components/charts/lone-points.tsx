import type { LineLayout } from "@/lib/present/charts/layout-lines";
import type { LineChartModel } from "@/lib/present/charts/line-model";
import { xOfTime, yOfValue } from "@/lib/present/charts/plot-scale";
import { colourOf } from "@/lib/present/charts/series-tones";

/** A value between two gaps has no line to be part of: it is a dot. */
export function LonePoints({ model, layout }: { model: LineChartModel; layout: LineLayout }) {
  return (
    <g>
      {model.lines.flatMap((line) =>
        line.lone.flatMap((value, index) =>
          value === null ? (
            []
          ) : (
            <circle
              key={`${line.name} ${model.startsMs[index]}`}
              cx={xOfTime(model.atMs[index] ?? model.fromMs, model, layout.box)}
              cy={yOfValue(value, layout.values.top, layout.box)}
              r="1.8"
              fill={colourOf(line.tone)}
            />
          ),
        ),
      )}
    </g>
  );
}
