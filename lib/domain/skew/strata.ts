import type { ConnectionCell } from "../connections/model";

/** Strata of age: within one, connections are alike enough to compare their hazards. Below 10 s, 30 s, 5 min, 1 h, older. */
const STRATUM_OF_BUCKET = [0, 0, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4] as const;
/** For cells without a life table. */
const AGE_UNKNOWN = 5;
const STRATA = 6;

/** Deaths and exposure of every subject in the strata group × age of one block of time. */
export interface Strata {
  /** Exposure without a life table is the mean of before and now. */
  add(slot: number, cell: ConnectionCell, fallbackExposureSec: number): void;
  /** Calls back per subject with the parts of the Mantel–Haenszel sums; only subjects that are compared take part. */
  sums(
    compared: readonly boolean[],
    take: (slot: number, own: number, others: number, v: number) => void,
  ): void;
}

export function createStrata(): Strata {
  const byGroup = new Map<string, { closed: number[]; exposure: number[] }>();

  return {
    add(slot, cell, fallbackExposureSec) {
      let table = byGroup.get(cell.group);
      if (table === undefined) {
        table = { closed: [], exposure: [] };
        byGroup.set(cell.group, table);
      }
      const base = slot * STRATA;
      const { profile } = cell;
      if (profile === undefined) {
        plus(table.closed, base + AGE_UNKNOWN, cell.closed);
        plus(table.exposure, base + AGE_UNKNOWN, fallbackExposureSec);
        return;
      }
      // Those that only one sweep saw are the youngest of those that closed.
      let once = profile.closedOnce;
      for (const [bucket, stratum] of STRATUM_OF_BUCKET.entries()) {
        const closed = profile.closedByAge[bucket] ?? 0;
        const left = Math.max(0, closed - once);
        once = Math.max(0, once - closed);
        plus(table.closed, base + stratum, left);
        plus(table.exposure, base + stratum, profile.exposureSec[bucket] ?? 0);
      }
    },
    sums(compared, take) {
      const own = new Float64Array(compared.length);
      const others = new Float64Array(compared.length);
      const variance = new Float64Array(compared.length);
      for (const table of byGroup.values()) {
        for (let stratum = 0; stratum < STRATA; stratum++) {
          addStratum(table, stratum, compared, { own, others, variance });
        }
      }
      for (const slot of compared.keys()) {
        take(slot, own[slot] ?? 0, others[slot] ?? 0, variance[slot] ?? 0);
      }
    },
  };
}

function addStratum(
  table: { readonly closed: readonly number[]; readonly exposure: readonly number[] },
  stratum: number,
  compared: readonly boolean[],
  sums: { own: Float64Array; others: Float64Array; variance: Float64Array },
): void {
  let closed = 0;
  let exposure = 0;
  for (const [slot, takes] of compared.entries()) {
    if (!takes) continue;
    closed += table.closed[slot * STRATA + stratum] ?? 0;
    exposure += table.exposure[slot * STRATA + stratum] ?? 0;
  }
  if (closed <= 0 || exposure <= 0) return;
  for (const [slot, takes] of compared.entries()) {
    if (!takes) continue;
    const ownClosed = table.closed[slot * STRATA + stratum] ?? 0;
    const ownExposure = table.exposure[slot * STRATA + stratum] ?? 0;
    const otherExposure = exposure - ownExposure;
    sums.own[slot] = (sums.own[slot] ?? 0) + (ownClosed * otherExposure) / exposure;
    sums.others[slot] = (sums.others[slot] ?? 0) + ((closed - ownClosed) * ownExposure) / exposure;
    sums.variance[slot] =
      (sums.variance[slot] ?? 0) + (closed * ownExposure * otherExposure) / (exposure * exposure);
  }
}

function plus(list: number[], at: number, value: number): void {
  while (list.length <= at) list.push(0);
  list[at] = (list[at] ?? 0) + value;
}
