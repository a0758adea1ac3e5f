import { setTimeout as delay } from "node:timers/promises";

export interface UntilOptions {
  readonly signal?: AbortSignal;
  readonly everyMs?: number;
  readonly timeoutMs?: number;
}

/** Asks until the answer is neither null nor false, and returns it. Throws `what` after `timeoutMs`. */
export async function until<T>(
  what: string,
  ask: () => Promise<T | null | false> | T | null | false,
  { signal, everyMs = 25, timeoutMs = 15_000 }: UntilOptions = {},
): Promise<T> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    signal?.throwIfAborted();
    const answer = await ask();
    if (answer !== null && answer !== false) return answer;
    if (performance.now() > deadline) throw new Error(`waited ${timeoutMs} ms in vain: ${what}`);
    await delay(everyMs);
  }
}
