"use client";

import { useNowMs } from "@/components/ui/clock";
import { Notice } from "@/components/ui/notice";
import { useView } from "@/components/ui/use-view";
import { ViewLink } from "@/components/ui/view-link";
import { formatWindow } from "@/lib/present/time";
import { liveWindow } from "@/lib/present/window";

/** A held window moves only the charts: said, so that nobody takes the tables for those of then. */
export function HeldWindow() {
  const { view } = useView();
  const nowMs = useNowMs();
  if (view.window.kind === "last") return null;
  const shown = formatWindow(view.window.fromMs, view.window.toMs, nowMs ?? 0);
  return (
    <div className="-mb-3.5">
      <Notice
        tone="plain"
        title={`The charts show ${shown} UTC; everything else is now`}
        actions={
          <ViewLink
            patch={{ window: liveWindow(view.window) }}
            className="text-small text-accent underline-offset-2 hover:underline"
          >
            Back to live
          </ViewLink>
        }
      />
    </div>
  );
}
