"use client";

import { useElapsedSec } from "@/components/ui/clock";
import { Panel } from "@/components/ui/panel";
import { readInstant } from "@/lib/present/time";
import { formatAge, formatSpan } from "@/lib/present/words";

/** The default cadence of sweeps: by then every node that answers has been counted once. */
const FIRST_SWEEP_SEC = 10;

/** The first seconds: what is awaited and how long it takes. `since`: when the fleet file was read. */
export function FirstSweep({ stamp, since }: { stamp: string; since: string | null }) {
  const elapsedSec = useElapsedSec(stamp);
  const beforeSec = Math.max(
    0,
    ((readInstant(stamp) ?? 0) - (readInstant(since) ?? readInstant(stamp) ?? 0)) / 1000,
  );
  const waitedSec = Math.floor(beforeSec) + elapsedSec;
  const late = waitedSec > FIRST_SWEEP_SEC;
  return (
    <Panel className="mb-3.5">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <p className="min-w-0 flex-1 basis-64 text-muted">
          {late
            ? `Watching for ${formatAge(waitedSec * 1000)} and not one node has answered. Each row says why, as far as it is known.`
            : `Connecting. The first numbers come within ${formatSpan(FIRST_SWEEP_SEC * 1000)}.`}
        </p>
        <progress
          aria-label="Time until the first sweep"
          max={FIRST_SWEEP_SEC}
          value={Math.min(waitedSec, FIRST_SWEEP_SEC)}
          className="h-1 w-40 appearance-none overflow-hidden rounded-full bg-line [&::-moz-progress-bar]:bg-accent [&::-webkit-progress-bar]:bg-line [&::-webkit-progress-value]:bg-accent"
        />
      </div>
    </Panel>
  );
}
