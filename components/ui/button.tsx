import type { ComponentProps, ReactNode } from "react";
import { classNames } from "./class-names";

const BASE =
  "inline-flex h-7 shrink-0 items-center justify-center gap-1.5 rounded-control border border-line bg-panel text-small whitespace-nowrap text-muted select-none hover:border-line-strong hover:text-ink disabled:opacity-50 disabled:hover:border-line aria-pressed:text-ink data-[state=open]:border-line-strong data-[state=open]:text-ink";

export function Button({ className, ...rest }: ComponentProps<"button">) {
  return <button type="button" className={classNames(BASE, "px-2.5", className)} {...rest} />;
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
      className={classNames(BASE, "w-7", className)}
      {...rest}
    >
      {children}
    </button>
  );
}

export const CONTROL_CLASSES = BASE;
