import type { ObservationRow } from "@/lib/contract/observation";
import { type PlotBox, type TimeSpan, xOfTime } from "../charts/plot-scale";

/** Something that happened, as a range on the axis: it lies somewhere in it. */
export interface EventRange {
  /** Unique among the events of one answer. */
  readonly key: string;
  readonly at: string;
  readonly atMs: number;
  readonly fromMs: number;
  readonly toMs: number;
  readonly precisionMs: number;
  readonly sentence: string;
  readonly source: string;
  readonly subject: string;
  /** service: AWS told of it. own: we saw it. */
  readonly teller: "service" | "own";
}

export interface PlacedEvent {
  readonly event: EventRange;
  readonly x: number;
  readonly width: number;
  /** From 0, the uppermost. */
  readonly lane: number;
}

const FROM_AWS = /^(ElastiCache|CloudWatch)\b/;
/** Narrower marks cannot be hit. */
const LEAST_PX = 5;
const AIR_PX = 2;
export const MOST_LANES = 4;

/** Newest first, as they come; those wholly outside the window stay in the list and get no mark. */
export function prepareEvents(observations: readonly ObservationRow[]): EventRange[] {
  return observations.map((one, index) => {
    const atMs = Date.parse(one.at);
    return {
      key: `${one.at} ${one.kind} ${one.subject} ${index}`,
      at: one.at,
      atMs,
      fromMs: atMs - one.precisionMs,
      toMs: atMs + one.precisionMs,
      precisionMs: one.precisionMs,
      sentence: one.sentence,
      source: one.source,
      subject: one.subject,
      teller: FROM_AWS.test(one.source) ? "service" : "own",
    };
  });
}

/** Ranges that would cover each other go into lanes; where lanes run out, the last one takes them all. */
export function placeEvents(events: readonly EventRange[], span: TimeSpan, box: PlotBox): PlacedEvent[] {
  const ends: number[] = [];
  return events
    .filter((event) => event.toMs >= span.fromMs && event.fromMs < span.toMs)
    .sort((a, b) => a.fromMs - b.fromMs || a.toMs - b.toMs)
    .map((event) => {
      const right = box.left + box.width;
      const fromX = xOfTime(Math.max(span.fromMs, event.fromMs), span, box);
      const toX = xOfTime(Math.min(span.toMs, event.toMs), span, box);
      const width = Math.max(LEAST_PX, toX - fromX);
      const x = Math.max(box.left, Math.min(right - width, (fromX + toX) / 2 - width / 2));
      const free = ends.findIndex((end) => end + AIR_PX <= x);
      const lane = free >= 0 ? free : Math.min(ends.length, MOST_LANES - 1);
      ends[lane] = Math.max(ends[lane] ?? 0, x + width);
      return { event, x, width, lane };
    });
}

export function lanesOf(placed: readonly PlacedEvent[]): number {
  return Math.max(1, ...placed.map((one) => one.lane + 1));
}
