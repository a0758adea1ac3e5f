import type { MetricUnit } from "@/lib/domain/cloudwatch/model";

/** Units of one dimension, as multiples of its base. */
const FAMILIES: readonly Readonly<Partial<Record<MetricUnit, number>>>[] = [
  { microseconds: 1, milliseconds: 1000, seconds: 1_000_000 },
  { "per-second": 60, "per-minute": 1 },
];

/** What a value is multiplied by to be told in another unit. Null: it cannot be. */
export function convertUnit(from: MetricUnit, to: MetricUnit): number | null {
  if (from === to) return 1;
  for (const family of FAMILIES) {
    const [a, b] = [family[from], family[to]];
    if (a !== undefined && b !== undefined) return a / b;
  }
  return null;
}
