import type {
  FleetCluster,
  NodeSampleContent,
  ObservationContent,
  SourceStatusContent,
  SweepContent,
} from "../rows";

/**
 * What can wait for the database. Jobs name clusters and nodes by their natural keys, so that they can be made while
 * the database is away; ids are found when the job is written, in the order in which jobs were made.
 */
export type WriteJob =
  | { readonly kind: "clusters"; readonly clusters: readonly FleetCluster[] }
  | {
      readonly kind: "node";
      readonly clusterKey: string;
      readonly address: string;
      readonly nodeId: string | null;
    }
  | {
      readonly kind: "node-gone";
      readonly clusterKey: string;
      readonly address: string;
      readonly goneAt: Date;
    }
  | ({ readonly kind: "sweep"; readonly clusterKey: string; readonly address: string } & SweepContent)
  | { readonly kind: "samples"; readonly samples: readonly QueuedSample[] }
  | { readonly kind: "observations"; readonly observations: readonly QueuedObservation[] }
  | { readonly kind: "sources"; readonly sources: readonly QueuedSourceStatus[] };

export interface QueuedSample extends NodeSampleContent {
  readonly clusterKey: string;
  readonly address: string;
}

export interface QueuedObservation extends ObservationContent {
  readonly clusterKey: string;
  /** Null: about the cluster. */
  readonly address: string | null;
}

export interface QueuedSourceStatus extends SourceStatusContent {
  readonly clusterKey: string;
  /** Null: the source is the cluster, not one node. */
  readonly address: string | null;
}

export interface WriteQueueOptions {
  readonly store: import("../client").Store;
  /** Folder of the spool; made when missing, read again after a restart. */
  readonly dir: string;
  /** Most that may wait on disk. */
  readonly maxBytes: number;
  /** Told of each failed write, not more often than the writes are tried; never thrown at the probing loop. */
  readonly onError: (error: QueueProblem) => void;
}

export interface QueueProblem {
  /** away: kept, tried again. refused: the database found the job wrong, it was set aside. full: the oldest were dropped. spool: the disk failed. */
  readonly kind: "away" | "refused" | "full" | "spool";
  readonly message: string;
}

export interface WriteQueueStats {
  /** Sweeps not yet in the database: on disk and in memory. */
  readonly spooled: number;
  /** Sweeps given up since this process started. */
  readonly dropped: number;
}

export interface WriteQueue {
  /** Returns at once, whatever the database and the disk do. */
  enqueue(job: WriteJob): void;
  stats(): WriteQueueStats;
  /** Resolves when all that was enqueued before is in the database. */
  drained(): Promise<void>;
  /** Writes what it can within `timeoutMs`, leaves the rest in the spool. */
  close(timeoutMs?: number): Promise<void>;
}
