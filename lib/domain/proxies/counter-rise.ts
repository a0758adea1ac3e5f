/** Sizes at which counters begin again from zero. */
const SIZES = [2 ** 32, 2 ** 64];

/**
 * By how much a counter rose. Null: one of the two is not known. "fell": it was reset. A counter that was in the last
 * quarter of 32 or 64 bits and is in the first one has wrapped, and rose across the end.
 */
export function counterRise(before: number | null, now: number | null): number | "fell" | null {
  if (before === null || now === null) return null;
  if (now >= before) return now - before;
  const size = SIZES.find((bits) => before < bits);
  if (size !== undefined && before >= size * 0.75 && now < size * 0.25) return size - before + now;
  return "fell";
}
