import type { AwsWorld } from "./world";

/**
 * What may go wrong at AWS or on the way to it.
 * throttle, deny, expired (token), clock (RequestTimeTooSkewed): AWS's own refusals. error-document: a well-formed error
 * with status 500. unsupported: another implementation that does not know the operation (501). html: an HTML page with
 * status 200; html-503: with 503. hang: no answer. slow: the answer after 2 s. truncated: half of the answer.
 * partial: GetMetricData tells half of the points as PartialData. repeat-marker: pages never end.
 */
export const AWS_FAULTS = [
  "throttle",
  "deny",
  "expired",
  "clock",
  "error-document",
  "unsupported",
  "html",
  "html-503",
  "hang",
  "slow",
  "truncated",
  "partial",
  "repeat-marker",
] as const;
export type AwsFault = (typeof AWS_FAULTS)[number];

/** Which calls a fault is for; what is left out means all. */
export interface FaultMatch {
  /** "DescribeEvents" */
  readonly operation?: string;
  readonly region?: string;
}

export interface AwsCounts {
  /** Requests by operation, refused ones too. */
  readonly calls: Readonly<Record<string, number>>;
  /** Queries of all GetMetricData calls that were answered: what AWS bills. */
  readonly metricsRequested: number;
}

/** A loopback server that speaks the wire formats of CloudWatch, ElastiCache and STS. */
export interface AwsEndpoint {
  /** http://127.0.0.1:port, for `endpoint` or AWS_ENDPOINT_URL. */
  readonly url: string;
  /** Of all regions, or of one. */
  counts(region?: string): AwsCounts;
  resetCounts(): void;
  /** "none" takes back the faults of exactly this match; the newest fault that matches a call holds. */
  setFault(match: FaultMatch, fault: AwsFault | "none"): void;
  clearFaults(): void;
  /** How far its clock is ahead of ours. Requests signed more than 5 minutes apart from it are refused. */
  setClockAheadMs(aheadMs: number): void;
  stop(): Promise<void>;
}

export interface AwsEndpointOptions {
  readonly world: AwsWorld;
  /** Default: any free one. */
  readonly port?: number;
  /** Records of a page, at most; the caller's MaxRecords holds when it is smaller. Default 100. */
  readonly pageSize?: number;
}
