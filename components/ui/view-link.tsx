"use client";

import type { ComponentProps } from "react";
import type { ViewPatch } from "@/lib/present/url";
import { useView } from "./use-view";

/** A link that changes a part of this page's view. Opens in a new tab like any link; a plain click changes in place. */
export function ViewLink({
  patch,
  onClick,
  ...rest
}: Omit<ComponentProps<"a">, "href"> & { patch: ViewPatch }) {
  const { hrefOf, show } = useView();
  return (
    <a
      href={hrefOf(patch)}
      onClick={(event) => {
        onClick?.(event);
        const plain =
          event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
        if (!plain || event.defaultPrevented) return;
        event.preventDefault();
        show(patch);
      }}
      {...rest}
    />
  );
}
