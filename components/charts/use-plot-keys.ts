"use client";

import type { KeyboardEvent } from "react";

const STEPS: Record<string, (index: number, last: number) => number> = {
  ArrowLeft: (index) => index - 1,
  ArrowDown: (index) => index - 1,
  ArrowRight: (index) => index + 1,
  ArrowUp: (index) => index + 1,
  PageDown: (index) => index - 10,
  PageUp: (index) => index + 10,
  Home: () => 0,
  End: (_, last) => last,
};

/** Keys of a focused plot: arrows step from point to point, Shift ten at a time, Enter picks, Escape clears. */
export function usePlotKeys({
  model,
  index,
  moveTo,
  leave,
  onPick,
}: {
  model: { readonly atMs: readonly number[] };
  index: number | null;
  moveTo: (atMs: number, by: "keys") => void;
  leave: () => void;
  onPick: ((atMs: number) => void) | undefined;
}) {
  const last = model.atMs.length - 1;
  return {
    onKeyDown: (event: KeyboardEvent) => {
      if (event.key === "Escape") leave();
      const here = index === null ? undefined : model.atMs[index];
      if (event.key === "Enter" && here !== undefined && onPick) onPick(Math.round(here / 1000) * 1000);
      const step = STEPS[event.key];
      if (!step || last < 0) return;
      event.preventDefault();
      const start = index ?? last + 1;
      const wanted = step(start, last);
      const next = event.shiftKey ? start + (wanted - start) * 10 : wanted;
      const atMs = model.atMs[Math.max(0, Math.min(last, next))];
      if (atMs !== undefined) moveTo(atMs, "keys");
    },
    onBlur: leave,
  };
}
