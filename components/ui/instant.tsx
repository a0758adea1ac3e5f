"use client";

import { formatInstant, formatInZone, formatWhen, readInstant } from "@/lib/present/time";
import { useTimeZone } from "./clock";
import { Tooltip } from "./tooltip";

/** An instant in UTC; on hover and focus the full date, and the same on the reader's own clock. */
export function Instant({ at, now, className }: { at: string; now: string; className?: string }) {
  const zone = useTimeZone();
  const atMs = readInstant(at);
  if (atMs === null) return <span className={className}>—</span>;
  return (
    <Tooltip
      content={
        <>
          <div>{formatInstant(atMs)}</div>
          {zone !== null && <div className="text-muted">{formatInZone(atMs, zone)}</div>}
        </>
      }
    >
      <time dateTime={at} className={className}>
        {formatWhen(atMs, readInstant(now) ?? atMs)}
      </time>
    </Tooltip>
  );
}
