import { setTimeout as delay } from "node:timers/promises";

/** Does something at each full multiple of `everyMs` on the clock; the returned function ends that. A slow one is not overtaken. */
export function repeatOnTheClock(
  everyMs: number,
  perform: (atMs: number) => Promise<void>,
): () => Promise<void> {
  const abort = new AbortController();
  const run = async () => {
    let lastMs = 0;
    while (!abort.signal.aborted) {
      // A timer may fire a moment early.
      const atMs = Math.max(Math.floor(Date.now() / everyMs) * everyMs, lastMs) + everyMs;
      await delay(atMs - Date.now(), undefined, { signal: abort.signal }).catch(() => undefined);
      lastMs = atMs;
      if (!abort.signal.aborted) await perform(atMs);
    }
  };
  const ended = run();
  return async () => {
    abort.abort();
    await ended;
  };
}
