"use client";

import type { ReactNode } from "react";
import type { ViewPatch } from "@/lib/present/url";
import { classNames } from "./class-names";
import { ViewLink } from "./view-link";

export interface Segment {
  readonly key: string;
  readonly label: ReactNode;
  readonly patch: ViewPatch;
  readonly current: boolean;
}

/** One of a few: every choice is a link to the same page seen so. */
export function Segmented({ label, segments }: { label: string; segments: readonly Segment[] }) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for form fields, these are links
    <div
      role="group"
      aria-label={label}
      className="inline-flex flex-wrap gap-0.5 rounded-control border border-line bg-sunken p-0.5"
    >
      {segments.map((segment) => (
        <ViewLink
          key={segment.key}
          patch={segment.patch}
          aria-current={segment.current ? "true" : undefined}
          className={classNames(
            "inline-flex h-[22px] items-center gap-1.5 rounded-chip px-2 text-small whitespace-nowrap",
            segment.current ? "bg-raised font-medium text-ink ring-1 ring-line" : "text-muted hover:text-ink",
          )}
        >
          {segment.label}
        </ViewLink>
      ))}
    </div>
  );
}
