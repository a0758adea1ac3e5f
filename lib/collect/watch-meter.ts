import { type CommandStats, ownUsec } from "./watch-cost";

/** What watching cost a server between two samples. */
export interface WatchBill {
  /** Server-side usec of all our commands; null: the server did not say. */
  readonly usec: number | null;
  /** The part that is not CLIENT LIST, per second: the least of the last bills. */
  readonly otherUsecPerSec: number;
  readonly spanMs: number;
  /** Longest single command of ours as the server measured it; null: none was measured. */
  readonly longestStallMs: number | null;
}

export interface WatchMeter {
  /** Tells that a command went out; names as in commandstats. */
  count(command: string): void;
  /** A sweep's own measured cost: null where it could not be told. */
  addSweep(sweep: { readonly usec: number | null; readonly longestCommandUsec: number | null }): void;
  /** Settles everything since the last bill. `stats` null: INFO was not answered. */
  settle(stats: CommandStats | null, nowMs: number): WatchBill;
}

/** PING, ROLE and a short INFO each second, and a longer INFO now and then (measured, Redis 7.0.15, an idle machine). */
const ASSUMED_OTHER_USEC_PER_SEC = 300;
const BILLS_COMPARED = 3;

export function createWatchMeter(startedAtMs: number): WatchMeter {
  let own = new Map<string, number>();
  let before: CommandStats | null = null;
  let sinceMs = startedAtMs;
  let sweepUsec: number | null = 0;
  let longestUsec: number | null = null;
  // A server's clock runs on while it has no core: waiting only ever adds, so the least is nearest to the truth.
  let recent = [ASSUMED_OTHER_USEC_PER_SEC];

  return {
    count(command) {
      own.set(command, (own.get(command) ?? 0) + 1);
    },
    addSweep({ usec, longestCommandUsec }) {
      sweepUsec = usec === null || sweepUsec === null ? null : sweepUsec + usec;
      if (longestCommandUsec !== null) longestUsec = Math.max(longestUsec ?? 0, longestCommandUsec);
    },
    settle(stats, nowMs) {
      const spanMs = nowMs - sinceMs;
      const otherUsec = before === null || stats === null ? null : ownUsec(before, stats, own);
      if (otherUsec !== null && spanMs > 0)
        recent = [...recent, (otherUsec * 1000) / spanMs].slice(-BILLS_COMPARED);
      const usec = otherUsec === null || sweepUsec === null ? null : Math.round(otherUsec + sweepUsec);
      const bill = {
        usec,
        otherUsecPerSec: Math.min(...recent),
        spanMs,
        longestStallMs: longestUsec === null ? null : longestUsec / 1000,
      };
      own = new Map();
      before = stats;
      sinceMs = nowMs;
      sweepUsec = 0;
      longestUsec = null;
      return bill;
    },
  };
}
