/** One thing that was really done to the fleet. */
export interface TruthEntry {
  /** ISO-8601 UTC with milliseconds: when it was complete. */
  readonly at: string;
  readonly atMs: number;
  /** Null for what the lab does on its own account, e.g. at start. */
  readonly scenario: string | null;
  readonly action: string;
  /** Name of a process, proxy or application. */
  readonly subject: string;
  readonly detail: Readonly<Record<string, unknown>>;
}

export type NewTruth = Pick<TruthEntry, "action" | "subject"> &
  Partial<Pick<TruthEntry, "scenario" | "detail">>;

export interface Truth {
  readonly record: (entry: NewTruth) => void;
  /** Oldest first. */
  readonly entries: () => readonly TruthEntry[];
}

/** A lab that runs for weeks keeps the latest. */
const MAX_ENTRIES = 10_000;

export function createTruth(now: () => number = Date.now): Truth {
  const entries: TruthEntry[] = [];
  return {
    record: ({ action, subject, scenario = null, detail = {} }) => {
      const atMs = now();
      entries.push({ at: new Date(atMs).toISOString(), atMs, scenario, action, subject, detail });
      if (entries.length > MAX_ENTRIES) entries.shift();
    },
    entries: () => entries,
  };
}
