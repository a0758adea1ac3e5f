import type { ReactNode } from "react";
import { classNames } from "./class-names";

const EDGES = {
  plain: "",
  critical: "border-l-[3px] border-l-critical",
  warning: "border-l-[3px] border-l-warning",
} as const;

/**
 * A region of the page. `title` names it, `note` says the unit or how to read it, `actions` stand at the right.
 * `flush` leaves out the inner space, for tables that reach the edge.
 */
export function Panel({
  title,
  note,
  actions,
  edge = "plain",
  flush = false,
  className,
  children,
}: {
  title?: ReactNode;
  note?: ReactNode;
  actions?: ReactNode;
  edge?: keyof typeof EDGES;
  flush?: boolean;
  className?: string;
  children: ReactNode;
}) {
  return (
    <section
      className={classNames(
        "min-w-0 rounded-panel border border-line bg-panel",
        EDGES[edge],
        flush ? "overflow-clip" : "p-4",
        className,
      )}
    >
      {title !== undefined && (
        <header
          className={classNames(
            "flex flex-wrap items-baseline gap-x-2.5 gap-y-1",
            flush ? "px-4 pt-4 pb-1" : "pb-3",
          )}
        >
          <h2 className="text-body font-semibold text-ink">{title}</h2>
          {note !== undefined && <p className="text-body text-muted">{note}</p>}
          {actions !== undefined && (
            <div className="ml-auto flex items-center gap-2 self-center">{actions}</div>
          )}
        </header>
      )}
      {children}
    </section>
  );
}
