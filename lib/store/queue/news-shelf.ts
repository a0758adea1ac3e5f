import type {
  CloudWatchNowJob,
  ElastiCacheNowJob,
  QueuedSkewNow,
  QueuedSourceStatus,
  SkewNowJob,
  SourcesJob,
  WriteJob,
} from "./jobs";

/** Of these only the newest word counts. */
export type NewsJob = SourcesJob | SkewNowJob | ElastiCacheNowJob | CloudWatchNowJob;

/**
 * News that waits: statuses of sources, assessments of skew, the newest of AWS. The newer replaces the older here, and
 * nothing of it ever goes to disk: after a restart it is said again.
 */
export interface NewsShelf {
  put(job: NewsJob): void;
  /** What waits of one kind as one job (of AWS: of one cluster); null: nothing does. */
  take(): NewsJob | null;
  isEmpty(): boolean;
}

export function isNews(job: WriteJob): job is NewsJob {
  switch (job.kind) {
    case "sources":
    case "skew-now":
    case "elasticache-now":
    case "cloudwatch-now":
      return true;
    default:
      return false;
  }
}

export function createNewsShelf(): NewsShelf {
  let statuses = new Map<string, QueuedSourceStatus>();
  let assessments = new Map<string, QueuedSkewNow>();
  const aws = new Map<string, ElastiCacheNowJob | CloudWatchNowJob>();

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
  const putAws = (job: ElastiCacheNowJob | CloudWatchNowJob): void => {
    const key = JSON.stringify([job.kind, job.clusterKey]);
    const known = aws.get(key);
    if (known === undefined || saidAtMs(known) <= saidAtMs(job)) aws.set(key, job);
  };

  return {
    put: (job) => {
      switch (job.kind) {
        case "sources":
          for (const status of job.sources) putStatus(status);
          return;
        case "skew-now":
          for (const given of job.assessments) putAssessment(given);
          return;
        case "elasticache-now":
        case "cloudwatch-now":
          putAws(job);
      }
    },
    take: () => {
      if (statuses.size > 0) {
        const sources = [...statuses.values()];
        statuses = new Map();
        return { kind: "sources", sources };
      }
      if (assessments.size > 0) {
        const job: SkewNowJob = { kind: "skew-now", assessments: [...assessments.values()] };
        assessments = new Map();
        return job;
      }
      for (const [key, job] of aws) {
        aws.delete(key);
        return job;
      }
      return null;
    },
    isEmpty: () => statuses.size === 0 && assessments.size === 0 && aws.size === 0,
  };
}

function saidAtMs(job: ElastiCacheNowJob | CloudWatchNowJob): number {
  return job.kind === "elasticache-now" ? job.facts.atMs : job.now.atMs;
}

/** What the newer one does not know is not forgotten: when it last succeeded, when it last failed. */
function merge(older: QueuedSourceStatus | undefined, newer: QueuedSourceStatus): QueuedSourceStatus {
  return {
    ...newer,
    lastSuccessAt: newer.lastSuccessAt ?? older?.lastSuccessAt ?? null,
    lastErrorAt: newer.lastErrorAt ?? older?.lastErrorAt ?? null,
  };
}
