"use client";

import { formatAge } from "@/lib/present/words";
import { classNames } from "./class-names";
import { useElapsedSec } from "./clock";

/** Three missed sweeps at the default cadence: from here on the number is not "now" any more. */
const OLD_AFTER_MS = 30_000;

/**
 * How old a number is, ticking. `ageMs` is the age when the answer was made, `stamp` the answer's `now`.
 * Keeps its width while it ticks; turns to the warning colour, and says so, when it is old.
 */
export function Age({
  ageMs,
  stamp,
  oldAfterMs = OLD_AFTER_MS,
  className,
}: {
  ageMs: number | null;
  stamp: string;
  oldAfterMs?: number;
  className?: string;
}) {
  const elapsedSec = useElapsedSec(stamp);
  if (ageMs === null) {
    return (
      <span className={classNames("text-muted", className)}>
        <span aria-hidden="true">—</span>
        <span className="sr-only">never seen</span>
      </span>
    );
  }
  const nowMs = ageMs + elapsedSec * 1000;
  const old = nowMs >= oldAfterMs;
  return (
    <span
      className={classNames(
        "inline-block min-w-[5ch] text-right whitespace-nowrap tabular-nums",
        old ? "text-warning" : "text-muted",
        className,
      )}
    >
      {formatAge(nowMs)}
      {old && <span className="sr-only"> old</span>}
    </span>
  );
}
