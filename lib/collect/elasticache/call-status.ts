import type { SourceStatusContent } from "@/lib/store/rows";
import { backOffMs } from "../back-off";
import type { AwsFailure, AwsOutcome } from "../sources/aws-source";

/** Names of what is asked of AWS, as people read them. */
export const AWS_SOURCES = {
  topology: "ElastiCache topology",
  events: "ElastiCache events",
  parameters: "ElastiCache parameters",
  metrics: "CloudWatch metrics",
} as const;
export type AwsSourceName = (typeof AWS_SOURCES)[keyof typeof AWS_SOURCES];

/** Why something is not asked although nothing failed: the budget is spent. */
export interface AwsPause {
  readonly code: "budget";
  readonly sentence: string;
  readonly remedy: string | null;
}

/** How one kind of call to one region does. */
export interface CallStatus {
  /** After a call, or after the first failure of several that belong together. */
  note(failure: AwsFailure | AwsPause | null, nowMs: number): void;
  noteClock(skewMs: number | null): void;
  /** What is missing although the call is answered; null: nothing. */
  noteMissing(sentence: string | null): void;
  missing(): string | null;
  /** How far AWS's clock is ahead of ours where that matters; else 0. */
  skewMs(): number;
  failure(): AwsFailure | AwsPause | null;
  lastSuccessAtMs(): number | null;
  /** Until the next attempt: `everyMs` while all is well, a back-off with jitter while it fails. */
  nextMs(everyMs: number, random?: number): number;
  content(nowMs: number): SourceStatusContent;
  /** The last word, when it is not asked any more. */
  retired(nowMs: number): SourceStatusContent;
}

/** A call that fails is tried again soon and then ever more seldom, for as long as it fails. */
const MOST_BACK_OFF_MS = 300_000;
const FIRST_BACK_OFF_MS = 5000;
/** A clock that is off by less is no trouble to anybody: events and points are asked for with an overlap. */
export const CLOCK_TOLERANCE_MS = 60_000;

export function createCallStatus(source: AwsSourceName, region: string): CallStatus {
  let failed: AwsFailure | AwsPause | null = null;
  let failures = 0;
  let lastSuccessAtMs: number | null = null;
  let lastErrorAtMs: number | null = null;
  let clockMs = 0;
  let missing: string | null = null;

  const content = (nowMs: number): SourceStatusContent => ({
    source,
    lastSuccessAt: dateOf(lastSuccessAtMs),
    lastErrorAt: dateOf(lastErrorAtMs),
    lastError: failed?.sentence ?? null,
    refusals: [],
    detail: {
      region,
      ...(failed === null ? {} : { code: failed.code, remedy: failed.remedy }),
      ...(failed !== null && "call" in failed ? { call: failed.call } : {}),
      ...(clockMs === 0 ? {} : { clockSkewMs: clockMs }),
      ...noteOf(clockMs === 0 ? null : clockSentence(clockMs), missing),
    },
    updatedAt: new Date(nowMs),
  });

  return {
    note(failure, nowMs) {
      failed = failure;
      if (failure === null) {
        failures = 0;
        lastSuccessAtMs = nowMs;
      } else {
        failures++;
        lastErrorAtMs = nowMs;
      }
    },
    noteClock(skewMs) {
      if (skewMs !== null) clockMs = Math.abs(skewMs) > CLOCK_TOLERANCE_MS ? skewMs : 0;
    },
    noteMissing(sentence) {
      missing = sentence;
    },
    missing: () => missing,
    skewMs: () => clockMs,
    failure: () => failed,
    lastSuccessAtMs: () => lastSuccessAtMs,
    nextMs(everyMs, random = Math.random()) {
      if (failed === null) return everyMs;
      const asked = "retryAfterMs" in failed ? (failed.retryAfterMs ?? 0) : 0;
      const limits = { firstMs: Math.min(FIRST_BACK_OFF_MS, everyMs), mostMs: MOST_BACK_OFF_MS };
      return Math.max(asked, backOffMs(failures, limits, random));
    },
    content,
    retired(nowMs) {
      const last = content(nowMs);
      return { ...last, lastError: null, detail: { ...last.detail, retired: true } };
    },
  };
}

/** The first failure among answers that belong together; null: all were given. */
export function failureOf(outcomes: readonly AwsOutcome<unknown>[]): AwsFailure | null {
  for (const outcome of outcomes) if (outcome.state === "failed") return outcome.failure;
  return null;
}

export function clockOf(outcomes: readonly AwsOutcome<unknown>[]): number | null {
  for (const outcome of outcomes)
    if (outcome.state === "ok" && outcome.clockSkewMs !== null) return outcome.clockSkewMs;
  return null;
}

function noteOf(...sentences: readonly (string | null)[]): { note?: string } {
  const told = sentences.filter((sentence) => sentence !== null);
  return told.length === 0 ? {} : { note: told.join("; ") };
}

function clockSentence(skewMs: number): string {
  const sec = Math.round(Math.abs(skewMs) / 1000);
  return `this machine's clock is ${sec} s ${skewMs > 0 ? "behind" : "ahead of"} AWS's`;
}

function dateOf(ms: number | null): Date | null {
  return ms === null ? null : new Date(ms);
}
