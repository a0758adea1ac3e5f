import type { QueuedSourceStatus, SourcesJob, WriteJob } from "./jobs";

/**
 * Statuses of sources that wait. Only the newest word on each counts, so they replace each other here and never go to
 * disk: after a restart the sources speak again.
 */
export interface SourceShelf {
  put(job: SourcesJob): void;
  /** All that waits, as one job; null: nothing does. */
  takeAll(): WriteJob | null;
  isEmpty(): boolean;
}

export function createSourceShelf(): SourceShelf {
  let waiting = new Map<string, QueuedSourceStatus>();
  return {
    put: (job) => {
      for (const status of job.sources) {
        const key = JSON.stringify([status.clusterKey, status.address, status.source]);
        const known = waiting.get(key);
        if (known === undefined || known.updatedAt <= status.updatedAt) {
          waiting.set(key, merge(known, status));
        }
      }
    },
    takeAll: () => {
      if (waiting.size === 0) return null;
      const sources = [...waiting.values()];
      waiting = new Map();
      return { kind: "sources", sources };
    },
    isEmpty: () => waiting.size === 0,
  };
}

/** What the newer one does not know is not forgotten: when it last succeeded, when it last failed. */
function merge(older: QueuedSourceStatus | undefined, newer: QueuedSourceStatus): QueuedSourceStatus {
  return {
    ...newer,
    lastSuccessAt: newer.lastSuccessAt ?? older?.lastSuccessAt ?? null,
    lastErrorAt: newer.lastErrorAt ?? older?.lastErrorAt ?? null,
  };
}
