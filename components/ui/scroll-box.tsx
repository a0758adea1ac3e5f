import type { CSSProperties, ReactNode } from "react";
import { classNames } from "./class-names";

/** A region that scrolls by itself: named, and reachable by keyboard. */
export function ScrollBox({
  label,
  className,
  style,
  children,
}: {
  label: string;
  className?: string;
  style?: CSSProperties;
  children: ReactNode;
}) {
  const look = { className: classNames("relative overflow-auto", className), style };
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section aria-label={label} tabIndex={0} {...look}>
      {children}
    </section>
  );
}
