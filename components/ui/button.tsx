import type { ComponentProps, ReactNode } from "react";
import { classNames } from "./class-names";

/** The shape of a control; its ink comes beside it. */
export const CONTROL_SHAPE =
  "inline-flex h-7 shrink-0 items-center justify-center gap-1.5 rounded-control border border-line bg-panel text-small whitespace-nowrap select-none hover:border-line-strong disabled:opacity-50 disabled:hover:border-line data-[state=open]:border-line-strong";
export const CONTROL_INK = "text-muted hover:text-ink aria-pressed:text-ink data-[state=open]:text-ink";

const PLAIN = `${CONTROL_SHAPE} ${CONTROL_INK}`;

/** `strong`: what the reader most likely wants to do here. */
export function Button({
  strong = false,
  className,
  ...rest
}: ComponentProps<"button"> & { strong?: boolean }) {
  const ink = strong ? "text-ink" : CONTROL_INK;
  return <button type="button" className={classNames(CONTROL_SHAPE, ink, "px-2.5", className)} {...rest} />;
}

/** A square button with a picture; `label` is what it does, read aloud and shown on hover. */
export function IconButton({
  label,
  className,
  children,
  ...rest
}: ComponentProps<"button"> & { label: string; children: ReactNode }) {
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      className={classNames(PLAIN, "w-7", className)}
      {...rest}
    >
      {children}
    </button>
  );
}
