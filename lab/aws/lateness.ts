/** How long after its minute has ended a point may first be told. */
export interface Lateness {
  readonly minMs: number;
  readonly maxMs: number;
}

/** As AWS's own points come: one to three minutes after their minute. */
export const USUAL_LATENESS: Lateness = { minMs: 60_000, maxMs: 180_000 };

/** "5-10": from 5 to 10 s. Throws when it is not that. */
export function readLateness(text: string): Lateness {
  const [, from, to] = /^(\d{1,4})-(\d{1,4})$/.exec(text) ?? [];
  const [minMs, maxMs] = [Number(from) * 1_000, Number(to) * 1_000];
  if (maxMs >= minMs) return { minMs, maxMs };
  throw new Error(`--aws-lateness ${text}: allowed are two numbers of seconds, as in 60-180`);
}

/** Counted from the end of the minute. */
export interface Publication {
  readonly toldMs: number;
  /** What is told first is incomplete, and put right then. Null: it is complete at once. */
  readonly correctedMs: number | null;
}

/** Of so many points one is told incomplete at first. */
const CORRECTED_EACH = 8;

/** When the point of one series and minute is told: another moment for each, and always the same for the same. */
export function publicationOf(series: string, minuteMs: number, { minMs, maxMs }: Lateness): Publication {
  const drawn = draw(`${series} ${minuteMs}`);
  const toldMs = Math.round(minMs + (maxMs - minMs) * (drawn / 2 ** 32));
  return { toldMs, correctedMs: drawn % CORRECTED_EACH === 0 ? toldMs + maxMs : null };
}

/** FNV-1a with the finish of MurmurHash3: even over 32 bits also for texts that differ in one digit. */
function draw(text: string): number {
  let hash = 0x811c9dc5;
  for (const char of text) hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
