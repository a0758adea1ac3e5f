import type { Socket } from "node:net";

interface Held {
  readonly dueMs: number;
  /** Null: the end of the stream. */
  readonly chunk: Buffer | null;
}

/**
 * Passes on what comes from one socket to another, in order, each chunk held for the delay in force when it
 * came. Both sockets must allow half-open connections: the end is passed on like a chunk.
 */
export function forward(from: Socket, to: Socket, delayMs: () => number): void {
  const held: Held[] = [];
  const pass = (chunk: Buffer | null) => {
    if (chunk === null) to.end();
    else if (!to.write(chunk)) from.pause();
  };
  const release = () => {
    const nowMs = performance.now();
    for (let next = held[0]; next !== undefined; next = held[0]) {
      if (next.dueMs > nowMs) {
        setTimeout(release, Math.ceil(next.dueMs - nowMs));
        return;
      }
      held.shift();
      pass(next.chunk);
    }
  };
  const take = (chunk: Buffer | null) => {
    const waitMs = delayMs();
    if (waitMs === 0 && held.length === 0) return pass(chunk);
    // Never before what came earlier, also where the delay has just been made shorter.
    const dueMs = Math.max(performance.now() + waitMs, held.at(-1)?.dueMs ?? 0);
    held.push({ dueMs, chunk });
    if (held.length === 1) setTimeout(release, Math.ceil(waitMs));
  };
  from.on("data", take);
  from.once("end", () => take(null));
  to.on("drain", () => from.resume());
  // Without a listener an error would end the process; what follows it is always "close".
  from.on("error", () => undefined);
  from.once("close", (failed) => {
    if (failed) to.destroy();
  });
}
