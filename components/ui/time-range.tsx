"use client";

import { Popover } from "radix-ui";
import { useState } from "react";
import { formatWindow } from "@/lib/present/time";
import {
  isSameWindow,
  liveWindow,
  pinWindow,
  stepWindow,
  type ViewWindow,
  WINDOW_PRESETS_MS,
} from "@/lib/present/window";
import { formatSpan } from "@/lib/present/words";
import { CONTROL_INK, CONTROL_SHAPE, IconButton } from "./button";
import { classNames } from "./class-names";
import { useNowMs } from "./clock";
import { ChevronLeftIcon, ChevronRightIcon } from "./icons";
import { Kbd } from "./kbd";
import { useShortcut } from "./shortcuts";
import { TimeRangeForm } from "./time-range-form";
import { useView } from "./use-view";
import { ViewLink } from "./view-link";

/** What the button says. `nowMs` null: the reader's clock is not known yet, and taken to be in the window's year. */
function windowLabel(window: ViewWindow, nowMs: number | null): string {
  return window.kind === "last"
    ? `Last ${formatSpan(window.spanMs)}`
    : formatWindow(window.fromMs, window.toMs, nowMs ?? window.toMs);
}

/** Which stretch of time the page shows: presets, two instants, steps back and forth, live or pinned. */
export function TimeRange() {
  const { view, show } = useView();
  const [open, setOpen] = useState(false);
  const nowMs = useNowMs();
  const { window: shown } = view;
  const live = shown.kind === "last";
  const step = (direction: -1 | 1) =>
    show(({ window }) => ({ window: stepWindow(window, direction, Date.now()), at: null }));
  const toggleLive = () =>
    show(({ window }) => ({
      window: window.kind === "last" ? pinWindow(window, Date.now()) : liveWindow(window),
      at: null,
    }));
  useShortcut({ keys: "[", label: "Half a window back", section: "Time" }, () => step(-1));
  useShortcut({ keys: "]", label: "Half a window forward", section: "Time" }, () => step(1));
  useShortcut({ keys: "l", label: "Live, or hold this window", section: "Time" }, toggleLive);

  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for form fields
    <div role="group" aria-label="Time range" className="flex items-center">
      <IconButton
        label="Half a window back"
        onClick={() => step(-1)}
        className="rounded-r-none max-md:hidden"
      >
        <ChevronLeftIcon />
      </IconButton>
      <Popover.Root open={open} onOpenChange={setOpen}>
        <Popover.Trigger
          className={classNames(
            CONTROL_SHAPE,
            "px-2.5 text-ink md:-mx-px md:rounded-none max-md:rounded-r-none",
          )}
        >
          <span className="font-medium">{windowLabel(shown, nowMs)}</span>
          {!live && <span className="text-muted max-md:hidden">UTC</span>}
        </Popover.Trigger>
        <Popover.Portal>
          <Popover.Content
            aria-label="Choose a time range"
            align="end"
            sideOffset={6}
            collisionPadding={8}
            className="disclose z-50 w-[min(340px,calc(100vw-16px))] rounded-panel border border-line-strong bg-raised p-3 outline-none"
          >
            <div className="flex gap-1">
              {WINDOW_PRESETS_MS.map((spanMs) => {
                const window: ViewWindow = { kind: "last", spanMs };
                const current = isSameWindow(window, shown);
                return (
                  <ViewLink
                    key={spanMs}
                    patch={{ window, at: null }}
                    onClick={() => setOpen(false)}
                    aria-current={current ? "true" : undefined}
                    className={classNames(
                      "flex h-7 flex-1 items-center justify-center rounded-control border text-small whitespace-nowrap",
                      current
                        ? "border-accent text-accent"
                        : "border-line text-muted hover:border-line-strong hover:text-ink",
                    )}
                  >
                    {formatSpan(spanMs)}
                  </ViewLink>
                );
              })}
            </div>
            <TimeRangeForm window={shown} onDone={() => setOpen(false)} />
            <p className="mt-3 flex items-center gap-1.5 border-t border-line pt-2.5 text-small text-muted">
              <Kbd keys="[" />
              <Kbd keys="]" />
              <span>half a window back and forward</span>
            </p>
          </Popover.Content>
        </Popover.Portal>
      </Popover.Root>
      <IconButton
        label="Half a window forward"
        disabled={live}
        onClick={() => step(1)}
        className="rounded-none max-md:hidden"
      >
        <ChevronRightIcon />
      </IconButton>
      <button
        type="button"
        aria-pressed={live}
        onClick={toggleLive}
        title={
          live
            ? "Moves along with the clock. Click to hold this window"
            : "Held. Click to move along with the clock"
        }
        className={classNames(CONTROL_SHAPE, CONTROL_INK, "-ml-px rounded-l-none px-2.5")}
      >
        <svg
          viewBox="0 0 8 8"
          width="8"
          height="8"
          aria-hidden="true"
          className={live ? "text-ok" : "text-muted"}
        >
          {live ? (
            <circle cx="4" cy="4" r="3.5" fill="currentColor" />
          ) : (
            <circle cx="4" cy="4" r="3" fill="none" stroke="currentColor" />
          )}
        </svg>
        Live
      </button>
    </div>
  );
}
