"use client";

import { type FormEvent, useId, useState } from "react";
import { formatInstant, formatInstantInput, formatInZone, parseInstantInput } from "@/lib/present/time";
import { LONGEST_WINDOW_MS, resolveWindow, SHORTEST_WINDOW_MS, type ViewWindow } from "@/lib/present/window";
import { formatDuration } from "@/lib/present/words";
import { Button } from "./button";
import { classNames } from "./class-names";
import { useTimeZone } from "./clock";
import { useView } from "./use-view";

const NOT_A_TIME = "Not a time. Try 13:48, 2026-11-22 13:48:06, -2h or now.";

/** From and to, typed or pasted. Mounted when the picker opens, so it begins with the window then shown. */
export function TimeRangeForm({ window, onDone }: { window: ViewWindow; onDone: () => void }) {
  const { show } = useView();
  const [openedAtMs] = useState(() => Date.now());
  const [initial] = useState(() => resolveWindow(window, openedAtMs));
  const [from, setFrom] = useState(formatInstantInput(initial.fromMs));
  const [to, setTo] = useState(formatInstantInput(initial.toMs));
  const fromMs = parseInstantInput(from, openedAtMs);
  const toMs = parseInstantInput(to, openedAtMs);
  const problem = windowProblem(fromMs, toMs);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (fromMs === null || toMs === null || problem !== null) return;
    show({ window: { kind: "between", fromMs, toMs }, at: null });
    onDone();
  };
  return (
    <form onSubmit={submit} noValidate className="mt-3 grid gap-2">
      <InstantField label="From" text={from} atMs={fromMs} onText={setFrom} />
      <InstantField label="To" text={to} atMs={toMs} onText={setTo} />
      <div className="flex min-h-9 items-center gap-3">
        <p
          role="status"
          className={classNames("flex-1 text-small", problem === null ? "text-muted" : "text-critical")}
        >
          {problem ??
            (fromMs !== null && toMs !== null ? `${formatDuration(toMs - fromMs)}, times in UTC` : "")}
        </p>
        <Button type="submit" strong disabled={problem !== null || fromMs === null || toMs === null}>
          Show
        </Button>
      </div>
    </form>
  );
}

function windowProblem(fromMs: number | null, toMs: number | null): string | null {
  if (fromMs === null || toMs === null) return null;
  if (fromMs >= toMs) return "From must be before To.";
  if (toMs - fromMs < SHORTEST_WINDOW_MS) return `At least ${formatDuration(SHORTEST_WINDOW_MS)}.`;
  if (toMs - fromMs > LONGEST_WINDOW_MS) return `At most ${formatDuration(LONGEST_WINDOW_MS)}.`;
  return null;
}

function InstantField({
  label,
  text,
  atMs,
  onText,
}: {
  label: string;
  text: string;
  atMs: number | null;
  onText: (text: string) => void;
}) {
  const id = useId();
  const zone = useTimeZone();
  const local = zone === null || zone === "UTC" || atMs === null ? null : formatInZone(atMs, zone);
  return (
    <div className="grid grid-cols-[40px_1fr] items-baseline gap-x-2">
      <label htmlFor={id} className="text-small text-muted">
        {label}
      </label>
      <input
        id={id}
        value={text}
        onChange={(event) => onText(event.target.value)}
        aria-invalid={atMs === null}
        aria-describedby={`${id}-meaning`}
        spellCheck={false}
        autoComplete="off"
        className="h-7 w-full rounded-control border border-line bg-panel px-2 font-mono text-small text-ink aria-invalid:border-critical"
      />
      <p
        id={`${id}-meaning`}
        className={classNames(
          "col-start-2 min-h-[18px] pt-1 text-small",
          atMs === null ? "text-critical" : "text-muted",
        )}
      >
        {atMs === null ? NOT_A_TIME : (local ?? formatInstant(atMs))}
      </p>
    </div>
  );
}
