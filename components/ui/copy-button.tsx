"use client";

import { type ReactNode, useEffect, useState } from "react";
import { CONTROL_INK, CONTROL_SHAPE } from "./button";
import { classNames } from "./class-names";
import { copyText } from "./copy-text";
import { CheckIcon, CopyIcon } from "./icons";

const SHOWN_MS = 1600;

type Outcome = "idle" | "copied" | "refused";

/** Copies what `text()` says at the moment of the click. Keeps its width while it confirms. */
export function CopyButton({
  text,
  label,
  icon = <CopyIcon />,
  compact = false,
  className,
}: {
  text: () => string;
  /** What is copied: "Copy link", "Copy as Markdown". */
  label: string;
  icon?: ReactNode;
  /** Picture only; the label is read aloud and shown on hover. On a phone always. */
  compact?: boolean;
  className?: string;
}) {
  const [outcome, setOutcome] = useState<Outcome>("idle");
  useEffect(() => {
    if (outcome === "idle") return;
    const timer = setTimeout(() => setOutcome("idle"), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [outcome]);
  const confirmation = outcome === "copied" ? "Copied" : "Refused";
  return (
    <button
      type="button"
      title={label}
      aria-label={label}
      onClick={async () => setOutcome((await copyText(text())) ? "copied" : "refused")}
      className={classNames(
        CONTROL_SHAPE,
        CONTROL_INK,
        compact ? "w-7" : "px-2.5 max-sm:w-7 max-sm:px-0",
        className,
      )}
    >
      {outcome === "copied" ? <CheckIcon /> : icon}
      {!compact && (
        <span className="grid max-sm:hidden" aria-hidden="true">
          <span className={classNames("col-start-1 row-start-1", outcome !== "idle" && "invisible")}>
            {label}
          </span>
          <span className={classNames("col-start-1 row-start-1", outcome === "idle" && "invisible")}>
            {confirmation}
          </span>
        </span>
      )}
      <span role="status" className="sr-only">
        {outcome === "idle" ? "" : confirmation}
      </span>
    </button>
  );
}
