import { backOffMs } from "./back-off";
import type { Opened, RedisConnection } from "./sources/redis-connection";
import type { FailureCode, SourceFailure } from "./sources/redis-failure";

export interface KeptConnectionOptions {
  readonly open: (signal: AbortSignal) => Promise<Opened>;
  readonly signal: AbortSignal;
  /** Monotonic milliseconds. */
  readonly clock?: () => number;
  readonly random?: () => number;
}

/** One connection that is opened early, kept, and opened anew after it is lost, with a bounded, jittered back-off. */
export interface KeptConnection {
  /** The connection, opening it first when it is due; otherwise why there is none. Never throws. */
  get(): Promise<Opened>;
  close(): void;
}

/** A node that comes back is to be seen within about a second; one attempt a second harms nobody. */
const RETRY = { firstMs: 250, mostMs: 1500 };
/** A wrong password fills the server's ACL LOG, and a full server has better things to do: try these seldom. */
const SLOW_RETRY = { firstMs: 2000, mostMs: 30_000 };
const SLOW_CODES: ReadonlySet<FailureCode> = new Set(["auth", "tls", "full", "refused", "garbled"]);

export function keepConnection(options: KeptConnectionOptions): KeptConnection {
  const clock = options.clock ?? (() => performance.now());
  const random = options.random ?? Math.random;
  let current: RedisConnection | null = null;
  let opening: Promise<Opened> | null = null;
  let failures = 0;
  let lastFailure: SourceFailure | null = null;
  let nextAttemptAt = 0;

  const fail = (reason: SourceFailure): Opened => {
    failures++;
    lastFailure = reason;
    nextAttemptAt = clock() + backOffMs(failures, SLOW_CODES.has(reason.code) ? SLOW_RETRY : RETRY, random());
    return { state: "failed", failure: reason };
  };

  const open = async (): Promise<Opened> => {
    const opened = await options.open(options.signal);
    opening = null;
    if (opened.state === "failed") return fail(opened.failure);
    current = opened.connection;
    failures = 0;
    lastFailure = null;
    return opened;
  };

  return {
    async get() {
      if (opening !== null) return opening;
      const ended = current?.ended() ?? null;
      if (current !== null && ended === null) return { state: "open", connection: current };
      if (current !== null && ended !== null) {
        current = null;
        lastFailure = ended;
        nextAttemptAt = 0;
      }
      if (lastFailure !== null && clock() < nextAttemptAt) return { state: "failed", failure: lastFailure };
      opening = open();
      return opening;
    },
    close: () => current?.close(),
  };
}
