import type { KeptSince } from "@/lib/store/reads/read-kept-since";
import { planSeries, RESOLUTION_MS, type SeriesPlan, type SeriesSize } from "../resolution";
import type { Span } from "../window";

/** (node, sweep, cell) triples that are summed while somebody waits: about 0.2 s. Beyond, minutes are read. */
const MAX_CELLS = 60_000;
const SWEEP_EVERY_MS = 10_000;

/** As for any series, but of many proxies a minute is the finest: sweeps hold each of them several times a minute. */
export function planShares(window: Span, size: SeriesSize, kept: KeptSince): SeriesPlan {
  const windowMs = window.toMs - window.fromMs;
  const cells = size.nodes * size.cellsPerNode * (windowMs / SWEEP_EVERY_MS);
  const minutes = Math.max(1, Math.floor(windowMs / RESOLUTION_MS.minute));
  const points = cells > MAX_CELLS ? Math.min(size.points, minutes) : size.points;
  return planSeries(window, { ...size, points }, kept);
}
