import type { ObservationRow } from "@/lib/contract/observation";
import { type PlotBox, type TimeSpan, xOfTime } from "../charts/plot-scale";
import { observationWords } from "../cluster/observation-words";

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

/** A mark on the strip: one event, or several that lie in the same range. */
export interface PlacedEvent {
  readonly event: EventRange;
  readonly all: readonly EventRange[];
  readonly x: number;
  readonly width: number;
  /** From 0, the uppermost. */
  readonly lane: number;
}

const FROM_AWS = /^(ElastiCache|CloudWatch)\b/;
/** Narrower marks cannot be hit. */
const LEAST_PX = 5;
const AIR_PX = 2;
export const MOST_LANES = 6;

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
      sentence: observationWords(one),
      source: one.source,
      subject: one.subject,
      teller: FROM_AWS.test(one.source) ? "service" : "own",
    };
  });
}

/** Ranges that would cover each other go into lanes; where lanes run out, the last one takes them all. */
export function placeEvents(events: readonly EventRange[], span: TimeSpan, box: PlotBox): PlacedEvent[] {
  const ends: number[] = [];
  const shown = events.filter((event) => event.toMs >= span.fromMs && event.fromMs < span.toMs);
  return gatherSame(shown).flatMap((all): PlacedEvent[] => {
    const [event] = all;
    if (!event) return [];
    const fromX = xOfTime(Math.max(span.fromMs, event.fromMs), span, box);
    const toX = xOfTime(Math.min(span.toMs, event.toMs), span, box);
    const width = Math.max(LEAST_PX, toX - fromX);
    const x = Math.max(box.left, Math.min(box.left + box.width - width, (fromX + toX) / 2 - width / 2));
    const free = ends.findIndex((end) => end + AIR_PX <= x);
    const lane = free >= 0 ? free : Math.min(ends.length, MOST_LANES - 1);
    ends[lane] = Math.max(ends[lane] ?? 0, x + width);
    return [{ event, all, x, width, lane }];
  });
}

/** By the same teller, in the same range: one mark. In the order of time. */
function gatherSame(events: readonly EventRange[]): EventRange[][] {
  const gathered = new Map<string, EventRange[]>();
  for (const event of events) {
    const key = `${event.teller} ${event.fromMs} ${event.toMs}`;
    gathered.set(key, [...(gathered.get(key) ?? []), event]);
  }
  return [...gathered.values()].sort(([a], [b]) => (a && b ? a.fromMs - b.fromMs || a.toMs - b.toMs : 0));
}

export function lanesOf(placed: readonly PlacedEvent[]): number {
  return Math.max(1, ...placed.map((one) => one.lane + 1));
}

/** Where something happened behind the lines of a chart; ranges that touch are one, so that many do not grow dark. */
export interface EventShade {
  readonly x: number;
  readonly width: number;
  /** Middles of the ranges. */
  readonly momentXs: readonly number[];
}

/** A range that is wider says nothing of single points: it stands on the strip and in words only. */
const WIDEST_SHADE_MS = 10 * 60_000;

export function isVague(event: Pick<EventRange, "fromMs" | "toMs">): boolean {
  return event.toMs - event.fromMs > WIDEST_SHADE_MS;
}

export function placeShades(events: readonly EventRange[], span: TimeSpan, box: PlotBox): EventShade[] {
  const shades: { x: number; width: number; momentXs: number[] }[] = [];
  const exact = events
    .filter((event) => !isVague(event) && event.toMs >= span.fromMs && event.fromMs < span.toMs)
    .sort((a, b) => a.fromMs - b.fromMs);
  for (const event of exact) {
    const fromX = xOfTime(Math.max(span.fromMs, event.fromMs), span, box);
    const toX = Math.max(fromX + 1, xOfTime(Math.min(span.toMs, event.toMs), span, box));
    const momentX = Math.round(xOfTime(event.atMs, span, box) * 10) / 10;
    const last = shades.at(-1);
    const isInside = event.atMs >= span.fromMs && event.atMs <= span.toMs;
    if (last && fromX <= last.x + last.width) {
      last.width = Math.max(last.width, toX - last.x);
      if (isInside && !last.momentXs.includes(momentX)) last.momentXs.push(momentX);
    } else {
      shades.push({ x: fromX, width: toX - fromX, momentXs: isInside ? [momentX] : [] });
    }
  }
  return shades;
}
