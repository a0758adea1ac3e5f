/** One address that a name resolves or resolved to. */
export interface HeldAddress {
  readonly address: string;
  readonly lastSeenMs: number;
  /** First answer without it; null: the newest answer has it. */
  readonly missingSinceMs: number | null;
  /** When it was found gone; null: it is there. */
  readonly goneMs: number | null;
}

export interface AddressMemory {
  /** Newest answer, by us or by the collector before us; null: there was none. */
  readonly answeredMs: number | null;
  readonly held: readonly HeldAddress[];
}

/** An address came or went at `atMs`, or up to `precisionMs` before. */
export interface AddressChange {
  readonly address: string;
  readonly atMs: number;
  readonly precisionMs: number;
}

export interface AddressStep {
  readonly memory: AddressMemory;
  readonly came: readonly AddressChange[];
  readonly went: readonly AddressChange[];
}

/** Connections of a proxy that left outlive it by minutes: until then they are still its own. */
export const KEEP_GONE_MS = 600_000;

/**
 * What an answer of DNS changes. An address is gone when two answers in a row lack it: a server that lags behind the
 * others gives an odd one now and then.
 */
export function followAddresses(
  memory: AddressMemory,
  answer: readonly string[],
  nowMs: number,
): AddressStep {
  const there = new Set(answer);
  const known = new Map(memory.held.map((entry) => [entry.address, entry]));
  const came: AddressChange[] = [];
  const went: AddressChange[] = [];
  const held: HeldAddress[] = [];
  for (const address of there) {
    const before = known.get(address);
    held.push({ address, lastSeenMs: nowMs, missingSinceMs: null, goneMs: null });
    if (before !== undefined && before.goneMs === null) continue;
    came.push({ address, atMs: nowMs, precisionMs: nowMs - (memory.answeredMs ?? nowMs) });
  }
  for (const entry of memory.held) {
    if (there.has(entry.address)) continue;
    const { missingSinceMs } = entry;
    if (entry.goneMs === null && missingSinceMs !== null) {
      went.push({
        address: entry.address,
        atMs: missingSinceMs,
        precisionMs: missingSinceMs - entry.lastSeenMs,
      });
      held.push({ ...entry, goneMs: nowMs });
    } else held.push({ ...entry, missingSinceMs: missingSinceMs ?? nowMs });
  }
  return { memory: { answeredMs: nowMs, held: forget(held, nowMs) }, came, went };
}

function forget(held: readonly HeldAddress[], nowMs: number): HeldAddress[] {
  return held.filter(({ goneMs }) => goneMs === null || nowMs - goneMs < KEEP_GONE_MS);
}
