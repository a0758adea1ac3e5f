import type { SweepContent } from "@/lib/store/rows";

/** Connections that were opened a second, minute by minute. Times are starts of minutes, ascending. */
export interface MinuteRates {
  readonly atMs: readonly number[];
  readonly values: readonly number[];
}

/** How many connections were opened on each node, as the ledger saw it: what CloudWatch's numbers are compared with. */
export interface OpenedRates {
  note(address: string, content: Pick<SweepContent, "result">): void;
  /** Whole minutes of one node; null: there are none. */
  of(address: string): MinuteRates | null;
}

const MINUTE_MS = 60_000;
const KEPT_MS = 30 * MINUTE_MS;
/** A minute that lists cover for less has no rate. */
const COVERED_RATIO = 0.9;

interface Minute {
  opened: number;
  coveredMs: number;
}

/** Between two lists, openings are taken as spread evenly: lists are seconds apart, minutes are what is asked for. */
export function createOpenedRates(): OpenedRates {
  const nodes = new Map<string, Map<number, Minute>>();
  return {
    note(address, { result }) {
      const { atMs, previousAtMs, cells, unattributed } = result;
      if (previousAtMs === null || unattributed === null || atMs <= previousAtMs) return;
      const opened = cells.reduce((sum, cell) => sum + cell.opened, unattributed);
      const minutes = nodes.get(address) ?? new Map<number, Minute>();
      nodes.set(address, minutes);
      const spanMs = atMs - previousAtMs;
      let fromMs = Math.max(previousAtMs, atMs - KEPT_MS);
      while (fromMs < atMs) {
        const minuteMs = Math.floor(fromMs / MINUTE_MS) * MINUTE_MS;
        const toMs = Math.min(atMs, minuteMs + MINUTE_MS);
        const minute = minutes.get(minuteMs) ?? { opened: 0, coveredMs: 0 };
        minute.opened += (opened * (toMs - fromMs)) / spanMs;
        minute.coveredMs += toMs - fromMs;
        minutes.set(minuteMs, minute);
        fromMs = toMs;
      }
      for (const minuteMs of minutes.keys()) if (minuteMs < atMs - KEPT_MS) minutes.delete(minuteMs);
    },
    of(address) {
      const covered = [...(nodes.get(address) ?? [])]
        .filter(([, { coveredMs }]) => coveredMs >= COVERED_RATIO * MINUTE_MS)
        .sort(([left], [right]) => left - right);
      if (covered.length === 0) return null;
      return {
        atMs: covered.map(([minuteMs]) => minuteMs),
        values: covered.map(([, { opened, coveredMs }]) => (opened * 1000) / coveredMs),
      };
    },
  };
}
