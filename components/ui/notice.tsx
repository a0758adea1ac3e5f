import type { ReactNode } from "react";
import { classNames } from "./class-names";
import { StateMark } from "./state-mark";

const TONES = {
  critical: { edge: "border-l-critical", mark: "critical" },
  warning: { edge: "border-l-warning", mark: "warning" },
  plain: { edge: "border-l-line-strong", mark: "unknown" },
} as const;

/** Something about the whole page, above it: what is wrong, what still holds, what to do. */
export function Notice({
  tone,
  title,
  children,
  actions,
}: {
  tone: keyof typeof TONES;
  title: ReactNode;
  children?: ReactNode;
  actions?: ReactNode;
}) {
  return (
    <div
      role={tone === "critical" ? "alert" : "status"}
      className={classNames(
        "mb-3.5 flex flex-wrap items-start gap-x-4 gap-y-2 rounded-panel border border-l-[3px] border-line bg-panel px-4 py-3",
        TONES[tone].edge,
      )}
    >
      <div className="min-w-0 flex-1 basis-72">
        <p className="flex items-baseline gap-2 font-semibold">
          {tone !== "plain" && <StateMark state={TONES[tone].mark} />}
          <span>{title}</span>
        </p>
        {children !== undefined && <div className="mt-0.5 text-muted">{children}</div>}
      </div>
      {actions !== undefined && <div className="flex shrink-0 items-center gap-2">{actions}</div>}
    </div>
  );
}
