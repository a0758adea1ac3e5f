"use client";

import { patchView, viewHref } from "@/lib/present/url";
import { pinWindow } from "@/lib/present/window";
import { CopyButton } from "./copy-button";
import { LinkIcon } from "./icons";
import { useView } from "./use-view";

/**
 * Copies a link to this view with a relative window pinned to two instants: it shows the same a week later.
 * `pinsMoment`: the page shows one moment, and "now" is pinned as well.
 */
export function CopyLink({ pinsMoment = false }: { pinsMoment?: boolean }) {
  const { view, pathname } = useView();
  const pinnedHref = () => {
    const nowMs = Date.now();
    const window_ = pinWindow(view.window, nowMs);
    const at = view.at ?? (pinsMoment ? window_.toMs : null);
    return (
      window.location.origin + viewHref(pathname, patchView(view, { window: window_, at, page: view.page }))
    );
  };
  return <CopyButton text={pinnedHref} label="Copy link" icon={<LinkIcon />} />;
}
