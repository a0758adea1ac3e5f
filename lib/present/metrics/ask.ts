import type { MetricsParams } from "@/lib/contract/metrics";
import type { View } from "../url";
import { windowParams } from "../window";

/** Buckets of the page's charts: an hour of what we measure, ten seconds each. */
const POINTS = 360;

/** The question behind the metrics page. Node and topic are chosen among what comes. */
export function askMetrics(
  view: Pick<View, "window">,
): Pick<Partial<MetricsParams>, "from" | "to" | "last" | "points"> {
  return { ...windowParams(view.window), points: POINTS };
}
