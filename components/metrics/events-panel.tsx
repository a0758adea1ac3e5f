"use client";

import { type KeyboardEvent, type RefObject, useMemo, useRef, useState } from "react";
import { useChartCursor } from "@/components/charts/chart-cursor";
import { Instant } from "@/components/ui/instant";
import { Panel } from "@/components/ui/panel";
import type { MetricsAnswer } from "@/lib/contract/metrics";
import { type EventRange, prepareEvents } from "@/lib/present/metrics/events";
import { countOf, formatDuration } from "@/lib/present/words";
import { EventStrip } from "./event-strip";

/** What happened, first as ranges on the axis that all charts below share, then in words. */
export function EventsPanel({ answer, names }: { answer: MetricsAnswer; names: readonly string[] }) {
  const events = useMemo(() => prepareEvents(answer.observations), [answer.observations]);
  const [lit, setLit] = useState<string | null>(null);
  const list = useRef<HTMLOListElement>(null);
  const span = { fromMs: Date.parse(answer.window.from), toMs: Date.parse(answer.window.to) };
  const goTo = (key: string) => {
    const button = list.current?.querySelector<HTMLElement>(`[data-event="${CSS.escape(key)}"]`);
    button?.focus();
  };
  return (
    <Panel title="Events" note={noteOf(events)}>
      <EventStrip events={events} span={span} names={names} lit={lit} onLit={setLit} onChoose={goTo} />
      {events.length > 0 && (
        <EventList events={events} now={answer.now} lit={lit} onLit={setLit} listRef={list} />
      )}
    </Panel>
  );
}

function noteOf(events: readonly EventRange[]): string {
  return events.length === 0
    ? "none in this window"
    : `${countOf(events.length, "event")} in this window; filled: told by AWS, hollow: seen by us; as wide as the time is uncertain`;
}

const STEPS: Record<string, (index: number, last: number) => number> = {
  ArrowDown: (index, last) => Math.min(last, index + 1),
  ArrowUp: (index) => Math.max(0, index - 1),
  Home: () => 0,
  End: (_, last) => last,
};

/** Arrows go from event to event, and the cursor of all charts goes along. */
function EventList({
  events,
  now,
  lit,
  onLit,
  listRef,
}: {
  events: readonly EventRange[];
  now: string;
  lit: string | null;
  onLit: (key: string | null) => void;
  listRef: RefObject<HTMLOListElement | null>;
}) {
  const cursor = useChartCursor();
  const [entry, setEntry] = useState<string | null>(null);
  // The one that Tab leads to; with it gone, the first.
  const tabbed = events.some((event) => event.key === entry) ? entry : events[0]?.key;
  const move = (event: KeyboardEvent) => {
    const step = STEPS[event.key];
    if (!step || !(event.target instanceof HTMLElement)) return;
    const buttons = [...(listRef.current?.querySelectorAll<HTMLElement>("[data-event]") ?? [])];
    const index = buttons.indexOf(event.target);
    if (index < 0) return;
    event.preventDefault();
    buttons[step(index, buttons.length - 1)]?.focus();
  };
  return (
    <ol
      ref={listRef}
      onKeyDown={move}
      className="-mx-4 mt-2 max-h-44 overflow-y-auto border-t border-line px-2 pt-1"
    >
      {events.map((event) => (
        <li key={event.key}>
          <button
            type="button"
            data-event={event.key}
            tabIndex={event.key === tabbed ? 0 : -1}
            onFocus={() => {
              setEntry(event.key);
              onLit(event.key);
              cursor.move(event.atMs);
            }}
            onBlur={() => {
              onLit(null);
              cursor.move(null);
            }}
            onPointerEnter={() => {
              onLit(event.key);
              cursor.move(event.atMs);
            }}
            onPointerLeave={() => {
              onLit(null);
              cursor.move(null);
            }}
            className={`grid w-full grid-cols-[10px_96px_1fr] items-baseline gap-x-2 rounded-mark px-2 py-1 text-left -outline-offset-2 max-sm:grid-cols-[10px_1fr] ${lit === event.key ? "bg-hover" : ""}`}
          >
            <svg viewBox="0 0 8 8" width="8" height="8" aria-hidden="true" className="text-chart-ink">
              <rect
                x="0.75"
                y="0.75"
                width="6.5"
                height="6.5"
                rx="1"
                fill={event.teller === "service" ? "currentColor" : "none"}
                stroke="currentColor"
                strokeWidth="1.3"
              />
            </svg>
            <Instant at={event.at} now={now} className="text-small text-muted" />
            <span className="min-w-0 wrap-anywhere max-sm:col-start-2">
              {event.sentence}
              <span className="text-small text-muted">
                {" "}
                ±{formatDuration(event.precisionMs)}, {event.source}
              </span>
            </span>
          </button>
        </li>
      ))}
    </ol>
  );
}
