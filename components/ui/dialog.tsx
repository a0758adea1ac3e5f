"use client";

import { Dialog as Radix } from "radix-ui";
import type { ReactNode } from "react";
import { classNames } from "./class-names";

/** A window over the page; Escape and a click beside it close it, the focus returns to where it was. */
export function Dialog({
  open,
  onOpenChange,
  title,
  titleHidden = false,
  className,
  children,
}: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  titleHidden?: boolean;
  className?: string;
  children: ReactNode;
}) {
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 bg-overlay" />
        <Radix.Content
          aria-describedby={undefined}
          className={classNames(
            "disclose fixed top-[12vh] left-1/2 z-50 max-h-[76vh] w-[calc(100vw-24px)] -translate-x-1/2 overflow-hidden rounded-panel border border-line-strong bg-raised outline-none",
            className,
          )}
        >
          <Radix.Title className={titleHidden ? "sr-only" : "px-4 pt-3.5 pb-2 text-body font-semibold"}>
            {title}
          </Radix.Title>
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
