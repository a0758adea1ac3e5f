import type {
  CacheCluster,
  Event,
  Parameter,
  ReplicationGroup,
  ServerlessCache,
} from "@aws-sdk/client-elasticache";
import type { MetricKey, MetricQuery } from "@/lib/domain/cloudwatch/model";

export type AwsFailureCode =
  /** None were found, or AWS does not know them. */
  | "credentials"
  | "expired"
  | "denied"
  | "throttled"
  | "unknown-id"
  | "region"
  /** Ours and AWS's are minutes apart. */
  | "clock"
  | "unreachable"
  | "timeout"
  /** Not AWS's protocol: a proxy's page, half an answer. */
  | "garbled"
  /** The server does not know the call or does not take what we send. */
  | "refused"
  | "server";

export interface AwsFailure {
  /** "DescribeEvents" */
  readonly call: string;
  readonly code: AwsFailureCode;
  /** Names the call, the region and the reason. Never contains a key or a token. */
  readonly sentence: string;
  /** What to grant or to mend; null: nothing but to wait. */
  readonly remedy: string | null;
  /** When AWS says so itself. */
  readonly retryAfterMs: number | null;
}

/** `calls`: requests that were sent for it, pages and repeated ones included, those for credentials left out. */
export type AwsOutcome<T> =
  | {
      readonly state: "ok";
      readonly value: T;
      readonly calls: number;
      /** How far AWS's clock is ahead of ours, to the second; null: not told. */
      readonly clockSkewMs: number | null;
    }
  | { readonly state: "failed"; readonly failure: AwsFailure; readonly calls: number };

/** What was found of the ids that were asked for. An unknown id is no failure of the region. */
export interface AwsFound<T> {
  readonly found: readonly T[];
  readonly unknownIds: readonly string[];
}

/** Points of one query, as CloudWatch gave them, pages put together; in ascending order. */
export interface MetricAnswer extends MetricKey {
  /** Starts of the periods. */
  readonly atMs: readonly number[];
  readonly values: readonly number[];
  /** False: CloudWatch says that it did not tell all (PartialData, InternalError, Forbidden). */
  readonly isComplete: boolean;
}

export interface AwsCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string | null;
  readonly expiresAtMs: number | null;
}

/** One account's region. Nothing here throws but `credentials`; each call ends within bounded time. */
export interface AwsSource {
  /** Null: all of the region. */
  describeGroups(ids: readonly string[] | null): Promise<AwsOutcome<AwsFound<ReplicationGroup>>>;
  /** With their nodes. Null: all of the region. */
  describeCacheClusters(ids: readonly string[] | null): Promise<AwsOutcome<AwsFound<CacheCluster>>>;
  /** Null: all of the region. */
  describeServerlessCaches(names: readonly string[] | null): Promise<AwsOutcome<AwsFound<ServerlessCache>>>;
  /** Every event of the region; AWS keeps 14 days, and an earlier start is moved there. */
  describeEvents(range: {
    readonly fromMs: number;
    readonly toMs: number;
  }): Promise<AwsOutcome<readonly Event[]>>;
  /** Failure "unknown-id": there is no such group. */
  describeParameters(group: string): Promise<AwsOutcome<readonly Parameter[]>>;
  /** 60 s points of `[fromMs, toMs)`; at most 500 queries, and one answer for each, in their order. */
  getMetrics(
    queries: readonly MetricQuery[],
    fromMs: number,
    toMs: number,
  ): Promise<AwsOutcome<readonly MetricAnswer[]>>;
  /** For IAM tokens; renewed by the SDK before they expire. Rejects with an AwsError. */
  credentials(): Promise<AwsCredentials>;
  close(): void;
}

/** A failure that is thrown. Its message is the sentence, so it may be shown. */
export class AwsError extends Error {
  constructor(readonly failure: AwsFailure) {
    super(failure.sentence);
    this.name = "AwsError";
  }
}
