"use client";

import { type PointerEvent, type RefObject, useState } from "react";
import { type PlotBox, timeOfX, windowOfDrag, xOfTime } from "@/lib/present/charts/plot-scale";
import { SHORTEST_WINDOW_MS } from "@/lib/present/window";

/** A press that moves less than this is a click. */
const CLICK_PX = 4;

/** Pointer over a plot: moving reads, a click picks, dragging selects a stretch; Escape and leaving end it. */
export function usePlotDrag({
  area,
  box,
  model,
  moveTo,
  leave,
  own,
  onZoom,
  onPick,
}: {
  area: RefObject<HTMLDivElement | null>;
  box: PlotBox;
  model: { fromMs: number; toMs: number };
  moveTo: (atMs: number, by: "pointer" | "touch") => void;
  leave: () => void;
  own: "no" | "pointer" | "touch" | "keys";
  onZoom: ((span: { fromMs: number; toMs: number }) => void) | undefined;
  onPick: ((atMs: number) => void) | undefined;
}) {
  const [press, setPress] = useState<{ fromMs: number; toMs: number; px: number; dragging: boolean } | null>(
    null,
  );
  const timeAt = (event: PointerEvent) => {
    const left = area.current?.getBoundingClientRect().left ?? 0;
    return timeOfX(event.clientX - left + box.left, model, box);
  };
  const by = (event: PointerEvent) => (event.pointerType === "touch" ? "touch" : "pointer");
  const handlers = {
    onPointerDown: (event: PointerEvent) => {
      if (event.button !== 0) return;
      const atMs = timeAt(event);
      setPress({ fromMs: atMs, toMs: atMs, px: event.clientX, dragging: false });
      event.currentTarget.setPointerCapture(event.pointerId);
      moveTo(atMs, by(event));
    },
    onPointerMove: (event: PointerEvent) => {
      const atMs = timeAt(event);
      moveTo(atMs, by(event));
      if (!press) return;
      const dragging =
        press.dragging || (onZoom !== undefined && Math.abs(event.clientX - press.px) > CLICK_PX);
      setPress({ ...press, toMs: atMs, dragging });
    },
    onPointerUp: (event: PointerEvent) => {
      setPress(null);
      if (!press) return;
      if (press.dragging) {
        leave();
        onZoom?.(windowOfDrag(press.fromMs, timeAt(event), model, SHORTEST_WINDOW_MS));
        return;
      }
      // A finger only reads: its reading has a link of its own.
      if (event.pointerType !== "touch") onPick?.(Math.round(timeAt(event) / 1000) * 1000);
    },
    onPointerCancel: () => {
      setPress(null);
      leave();
    },
    onPointerLeave: (event: PointerEvent) => {
      if (!press && event.pointerType !== "touch" && own !== "keys") leave();
    },
  };
  const selection = press?.dragging
    ? {
        left: xOfTime(Math.min(press.fromMs, press.toMs), model, box),
        width: Math.abs(xOfTime(press.toMs, model, box) - xOfTime(press.fromMs, model, box)),
      }
    : null;
  return { handlers, selection };
}
