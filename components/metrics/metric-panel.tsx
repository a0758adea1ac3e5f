"use client";

import { ChartPanel } from "@/components/charts/chart-panel";
import { useChartActions } from "@/components/cluster/use-chart-actions";
import type { EventRange } from "@/lib/present/metrics/events";
import { rangeHeightPx } from "@/lib/present/metrics/layout-range";
import type { RangeChartModel } from "@/lib/present/metrics/range-model";
import { tableOfRange } from "@/lib/present/metrics/read-range";
import { formatMetric } from "@/lib/present/metrics/units";
import { RangeChart } from "./range-chart";

/** A small chart is too low to read rows of numbers in. */
const TABLE_HEIGHT_PX = 240;

/** One metric in its panel: unit and resolution beside the title. */
export function MetricPanel({
  id,
  model,
  events,
  names,
  source,
}: {
  id: string;
  model: RangeChartModel;
  events: readonly EventRange[];
  names: readonly string[];
  /** Printed under a copied picture. */
  source: string;
}) {
  const actions = useChartActions(id);
  const heightPx = rangeHeightPx(model.subjects.length);
  return (
    <ChartPanel
      title={model.title}
      unit={[model.scale.word, model.resolution].filter((part) => part !== "").join(", ")}
      note={model.note}
      table={tableOfRange(model)}
      formatCell={(value) => formatMetric(model.unit, value)}
      source={source}
      fileName={`${id}-${model.key}`}
      heightPx={Math.max(heightPx, TABLE_HEIGHT_PX)}
    >
      <RangeChart model={model} events={events} names={names} heightPx={heightPx} {...actions} />
    </ChartPanel>
  );
}
