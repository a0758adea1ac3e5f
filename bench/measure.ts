/** One line of a benchmark's table: what was measured, against what, in the same run. */
export interface BenchRow {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** The floor or the rival: what the same work costs at least, or costs otherwise. Same unit. */
  readonly against?: { readonly name: string; readonly value: number };
  /** What the row has to meet. `ratio` is value ÷ against. */
  readonly goal?: {
    readonly of: "value" | "ratio";
    readonly atMost?: number;
    readonly atLeast?: number;
  };
  readonly note?: string;
}

export interface Bench {
  readonly name: string;
  readonly run: () => Promise<readonly BenchRow[]> | readonly BenchRow[];
}

export function ratioOf(row: BenchRow): number | null {
  return row.against === undefined || row.against.value === 0 ? null : row.value / row.against.value;
}

/** Null: the row has no goal. */
export function meetsGoal(row: BenchRow): boolean | null {
  if (row.goal === undefined) return null;
  const { of, atMost = Number.POSITIVE_INFINITY, atLeast = Number.NEGATIVE_INFINITY } = row.goal;
  const measured = of === "value" ? row.value : ratioOf(row);
  return measured !== null && measured <= atMost && measured >= atLeast;
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

/** Median time of several runs, after some that only warm up. */
export function medianMs(work: () => unknown, runs = 9, warmUps = 3): number {
  for (let run = 0; run < warmUps; run++) work();
  return median(Array.from({ length: runs }, () => timeMs(work)));
}

export function timeMs(work: () => unknown): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}
