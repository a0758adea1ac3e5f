import type { ReactNode } from "react";
import { classNames } from "./class-names";
import { StateMark } from "./state-mark";

const EDGES = {
  critical: "border-l-[3px] border-l-critical",
  warning: "border-l-[3px] border-l-warning",
  plain: "",
} as const;

/** Something about the whole page, above it: what is wrong, what still holds, what to do. */
export function Notice({
  tone,
  title,
  children,
  actions,
}: {
  tone: keyof typeof EDGES;
  title: ReactNode;
  children?: ReactNode;
  actions?: ReactNode;
}) {
  return (
    <div
      role={tone === "critical" ? "alert" : "status"}
      className={classNames(
        "mb-3.5 flex flex-wrap items-start gap-x-4 gap-y-2 rounded-panel border border-line bg-panel px-4 py-3",
        EDGES[tone],
      )}
    >
      <div
        className={classNames(
          "grid min-w-0 flex-1 basis-72 items-baseline gap-x-2",
          tone !== "plain" && "grid-cols-[auto_1fr]",
        )}
      >
        {tone !== "plain" && <StateMark state={tone} />}
        <p className="font-semibold">{title}</p>
        {children !== undefined && (
          <div className={classNames("mt-0.5 text-muted", tone !== "plain" && "col-start-2")}>{children}</div>
        )}
      </div>
      {actions !== undefined && <div className="flex shrink-0 items-center gap-2">{actions}</div>}
    </div>
  );
}
