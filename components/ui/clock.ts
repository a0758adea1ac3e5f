"use client";

import { useSyncExternalStore } from "react";

const TICK_MS = 1000;
const REMEMBERED_STAMPS = 64;

const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | null = null;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    for (const notify of listeners) notify();
  }, TICK_MS);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0 && timer !== null) {
      clearInterval(timer);
      timer = null;
    }
  };
}

const firstSeen = new Map<string, number>();

/** Monotonic time at which this browser first saw an answer made at `stamp`. */
function seenAt(stamp: string): number {
  const known = firstSeen.get(stamp);
  if (known !== undefined) return known;
  const now = performance.now();
  firstSeen.set(stamp, now);
  if (firstSeen.size > REMEMBERED_STAMPS) {
    for (const oldest of firstSeen.keys()) {
      firstSeen.delete(oldest);
      break;
    }
  }
  return now;
}

/**
 * Whole seconds since this browser first saw the answer stamped `stamp` (its `now`), ticking. Works without trusting
 * the reader's clock: ages come from the server and only the time since then is measured here. 0 on the server.
 */
export function useElapsedSec(stamp: string): number {
  return useSyncExternalStore(
    subscribe,
    () => {
      // First seen comes first: on the very first call it is set to a moment after which the clock is read.
      const seen = seenAt(stamp);
      return Math.floor((performance.now() - seen) / TICK_MS);
    },
    () => 0,
  );
}

/** The reader's clock on whole seconds, ticking; null on the server and while the page comes alive. */
export function useNowMs(): number | null {
  return useSyncExternalStore(
    subscribe,
    () => Math.floor(Date.now() / TICK_MS) * TICK_MS,
    () => null,
  );
}

const never = () => () => {};

/** The reader's time zone; null on the server. */
export function useTimeZone(): string | null {
  return useSyncExternalStore(
    never,
    () => Intl.DateTimeFormat().resolvedOptions().timeZone,
    () => null,
  );
}
