/** Pings of one node between two samples. */
export interface PingSummary {
  readonly minMs: number | null;
  readonly medianMs: number | null;
  readonly maxMs: number | null;
  readonly sent: number;
  readonly failed: number;
}

/** Summary of round trips in milliseconds, null for a ping that got no answer. Without answers the times are null. */
export function summarisePings(pings: readonly (number | null)[]): PingSummary {
  const times = pings.filter((ms): ms is number => ms !== null).toSorted((left, right) => left - right);
  const middle = Math.floor((times.length - 1) / 2);
  const low = times[middle];
  const high = times[times.length - 1 - middle];
  return {
    minMs: times[0] ?? null,
    medianMs: low === undefined || high === undefined ? null : (low + high) / 2,
    maxMs: times.at(-1) ?? null,
    sent: pings.length,
    failed: pings.length - times.length,
  };
}
