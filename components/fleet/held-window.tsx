"use client";

import { useNowMs } from "@/components/ui/clock";
import { Notice } from "@/components/ui/notice";
import { useView } from "@/components/ui/use-view";
import { ViewLink } from "@/components/ui/view-link";
import { formatWindow } from "@/lib/present/time";
import { liveWindow } from "@/lib/present/window";

/** A fixed window moves only the small curves: said, so that nobody takes the states for those of then. */
export function HeldWindow() {
  const { view } = useView();
  const nowMs = useNowMs();
  if (view.window.kind === "last") return null;
  return (
    <Notice
      tone="plain"
      title={`The curves show ${formatWindow(view.window.fromMs, view.window.toMs, nowMs ?? view.window.toMs)} UTC; everything else is now`}
      actions={
        <ViewLink
          patch={{ window: liveWindow(view.window) }}
          className="text-small text-accent underline-offset-2 hover:underline"
        >
          Back to live
        </ViewLink>
      }
    />
  );
}
