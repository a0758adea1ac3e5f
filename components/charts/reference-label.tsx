import { LABEL_FONT_PX, type LineLayout } from "@/lib/present/charts/layout-lines";
import type { LineChartModel } from "@/lib/present/charts/line-model";
import { xOfTime, yOfValue } from "@/lib/present/charts/plot-scale";

/** Names the reference line at its beginning, with a halo, as it runs among the lines. */
export function ReferenceLabel({ model, layout }: { model: LineChartModel; layout: LineLayout }) {
  const index = model.reference?.values.findIndex((value) => value !== null) ?? -1;
  const first = model.reference?.values[index];
  if (!model.reference || first === null || first === undefined) return null;
  const y = yOfValue(first, layout.values.top, layout.box);
  const below = y < layout.box.top + 18;
  return (
    <text
      x={xOfTime(model.atMs[index] ?? model.fromMs, model, layout.box) + 5}
      y={below ? y + 15 : y - 7}
      fontSize={LABEL_FONT_PX - 0.5}
      fill="var(--muted)"
      stroke="var(--panel)"
      strokeWidth="3"
      paintOrder="stroke"
    >
      {model.reference.name}
    </text>
  );
}
