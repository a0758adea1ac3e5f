"use client";

import { usePathname, useSearchParams } from "next/navigation";
import { useMemo } from "react";
import { parseView, patchView, type View, type ViewPatch, viewHref } from "@/lib/present/url";

export interface ViewControl {
  readonly view: View;
  readonly pathname: string;
  /** A link to this page with a part of its view changed. */
  readonly hrefOf: (patch: ViewPatch) => string;
  /** Changes the view in place: `push` can be undone with Back, `replace` is for typing. */
  readonly show: (change: ViewPatch | ((current: View) => ViewPatch), history?: "push" | "replace") => void;
}

/** The page's view, read from the URL and changed only through it. No request to the server for the page itself. */
export function useView(): ViewControl {
  const pathname = usePathname();
  const search = useSearchParams();
  return useMemo(() => {
    const view = parseView(new URLSearchParams(search));
    const hrefOf = (patch: ViewPatch) => viewHref(pathname, patchView(view, patch));
    return {
      view,
      pathname,
      hrefOf,
      show: (change, history = "push") => {
        // The URL as it is now, not as it was drawn: keys pressed in a row must add up.
        const current = parseView(new URLSearchParams(window.location.search));
        const patch = typeof change === "function" ? change(current) : change;
        const href = viewHref(window.location.pathname, patchView(current, patch));
        if (history === "push") window.history.pushState(null, "", href);
        else window.history.replaceState(null, "", href);
      },
    };
  }, [pathname, search]);
}
