import type { QueuedSkewNow, QueuedSourceStatus, SkewNowJob, SourcesJob, WriteJob } from "./jobs";

/** Of these only the newest word counts. */
export type NewsJob = SourcesJob | SkewNowJob;

/**
 * News that waits: statuses of sources, assessments of skew. The newer replaces the older here, and nothing of it ever
 * goes to disk: after a restart it is said again.
 */
export interface NewsShelf {
  put(job: NewsJob): void;
  /** All that waits of one kind, as one job; null: nothing does. */
  take(): NewsJob | null;
  isEmpty(): boolean;
}

export function isNews(job: WriteJob): job is NewsJob {
  return job.kind === "sources" || job.kind === "skew-now";
}

export function createNewsShelf(): NewsShelf {
  let statuses = new Map<string, QueuedSourceStatus>();
  let assessments = new Map<string, QueuedSkewNow>();

  const putStatus = (status: QueuedSourceStatus): void => {
    const key = JSON.stringify([status.clusterKey, status.address, status.source]);
    const known = statuses.get(key);
    if (known === undefined || known.updatedAt <= status.updatedAt) statuses.set(key, merge(known, status));
  };
  const putAssessment = (given: QueuedSkewNow): void => {
    const key = JSON.stringify([given.clusterKey, given.assessment.by]);
    const known = assessments.get(key);
    if (known === undefined || known.assessment.atMs <= given.assessment.atMs) assessments.set(key, given);
  };

  return {
    put: (job) => {
      switch (job.kind) {
        case "sources":
          for (const status of job.sources) putStatus(status);
          return;
        case "skew-now":
          for (const given of job.assessments) putAssessment(given);
      }
    },
    take: () => {
      if (statuses.size > 0) {
        const sources = [...statuses.values()];
        statuses = new Map();
        return { kind: "sources", sources };
      }
      if (assessments.size === 0) return null;
      const job: SkewNowJob = { kind: "skew-now", assessments: [...assessments.values()] };
      assessments = new Map();
      return job;
    },
    isEmpty: () => statuses.size === 0 && assessments.size === 0,
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
