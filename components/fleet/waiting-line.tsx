"use client";

import { useElapsedSec } from "@/components/ui/clock";
import { StateMark } from "@/components/ui/state-mark";
import { formatAge } from "@/lib/present/words";

/** Says that somebody is looking, and when last. `what` is awaited; `stamp`: the `now` of the latest answer. */
export function WaitingLine({ what, stamp }: { what: string; stamp: string }) {
  const elapsedSec = useElapsedSec(stamp);
  return (
    <p className="flex items-center gap-2 text-muted tabular-nums">
      <StateMark state="stale" />
      Waiting for {what}, last looked {formatAge(elapsedSec * 1000)} ago
    </p>
  );
}
