"use client";

import { Button, IconButton } from "@/components/ui/button";
import { ChevronLeftIcon, ChevronRightIcon } from "@/components/ui/icons";
import { MomentField } from "@/components/ui/moment-field";
import { useShortcut } from "@/components/ui/shortcuts";
import { useView } from "@/components/ui/use-view";
import type { ClientsAnswer } from "@/lib/contract/clients";
import { momentWords, stepMoment } from "@/lib/present/cluster/moment";
import { pinWindow, resolveWindow } from "@/lib/present/window";

const STEP_MS = 60_000;

/** Steps, types or releases the moment; says which one it is and how exact. */
export function MomentBar({ answer, exact }: { answer: ClientsAnswer | undefined; exact: string | null }) {
  const { view, show } = useView();
  const goTo = (atMs: number | null, nowMs: number) => {
    if (atMs === null || atMs >= nowMs) return show({ at: null });
    const { fromMs, toMs } = resolveWindow(view.window, nowMs);
    // A moment outside the window takes a window of the same length along, so that it can be seen on the strip.
    const half = (toMs - fromMs) / 2;
    const inside = atMs >= fromMs && atMs <= toMs;
    const window = inside
      ? pinWindow(view.window, nowMs)
      : ({ kind: "between", fromMs: atMs - half, toMs: Math.min(nowMs, atMs + half) } as const);
    show({ window, at: atMs });
  };
  const step = (stepMs: number) => {
    const nowMs = Date.now();
    goTo(stepMoment(view.at ?? nowMs, stepMs, nowMs), nowMs);
  };
  useShortcut({ keys: ",", label: "One minute back", section: "Clients" }, () => step(-STEP_MS));
  useShortcut({ keys: ".", label: "One minute forward", section: "Clients" }, () => step(STEP_MS));
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
      <h2 className="font-semibold">Clients {answer ? (answer.live ? "now" : "then") : ""}</h2>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is for form fields of one form */}
      <div role="group" aria-label="Moment" className="flex items-center">
        <IconButton label="One minute back" onClick={() => step(-STEP_MS)} className="rounded-r-none">
          <ChevronLeftIcon />
        </IconButton>
        <MomentField
          key={view.at}
          label="Moment, UTC"
          atMs={view.at}
          onMoment={(atMs) => goTo(atMs, Date.now())}
          className="-mx-px"
        />
        <IconButton
          label="One minute forward"
          disabled={view.at === null}
          onClick={() => step(STEP_MS)}
          className="rounded-none"
        >
          <ChevronRightIcon />
        </IconButton>
        <Button
          aria-pressed={view.at === null}
          onClick={() => show({ at: null })}
          className="-ml-px rounded-l-none aria-pressed:font-medium"
        >
          Now
        </Button>
      </div>
      <p className="min-w-0 text-muted">
        {[answer && momentWords(answer), exact].filter(Boolean).join(" · ")}
      </p>
    </div>
  );
}
