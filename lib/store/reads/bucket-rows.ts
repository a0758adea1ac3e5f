/** Which nodes, which buckets: bucket `i` is [startMs + i × stepMs, startMs + (i + 1) × stepMs). */
export interface BucketRange {
  readonly nodeIds: readonly number[];
  readonly startMs: number;
  readonly stepMs: number;
  /** Rows with from <= at < to are read; both usually lie on bucket bounds. */
  readonly fromMs: number;
  readonly toMs: number;
}

/** One node's sums, bucket by bucket: parallel arrays over the buckets that have sweeps, ascending. */
export interface NodeBuckets {
  readonly nodeId: number;
  readonly buckets: readonly number[];
  readonly sweeps: readonly number[];
  /** Sum over the sweeps; divided by `sweeps` it is the mean. */
  readonly connections: readonly number[];
  readonly opened: readonly number[];
  readonly closed: readonly number[];
  readonly unattributed: readonly (number | null)[];
  readonly coveredMs: readonly number[];
  readonly lastAt: Date;
  readonly intervalMs: number | null;
}

/** The same for one proxy or client group on one node. */
export interface CellBuckets {
  readonly nodeId: number;
  /** proxy.id (0: direct) or client_group.id. */
  readonly subjectId: number;
  readonly buckets: readonly number[];
  readonly connections: readonly number[];
  readonly opened: readonly number[];
  readonly closed: readonly number[];
}

export type CellSubject = "proxy" | "group";
export type RollupResolution = "minute" | "hour";

/** A stretch in which a node was not counted. */
export interface GapRow {
  readonly nodeId: number;
  readonly fromAt: Date;
  readonly toAt: Date;
  readonly opened: number;
  readonly closed: number;
}

/** More gaps than this in one window is a story that a list cannot tell. */
export const MAX_GAPS = 500;
