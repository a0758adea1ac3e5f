import type { SourceStatusContent } from "@/lib/store/rows";
import type { Reachability } from "./reachability";
import type { Refusal } from "./refusals";
import type { SourceFailure } from "./sources/redis-failure";
import type { SweepStatus } from "./sweep/node-sweeper";

export interface SourceParts {
  readonly reachability: Reachability;
  readonly refusals: readonly Refusal[];
  /** Why the last list failed although the node answers its probes. */
  readonly listFailure: SourceFailure | null;
  readonly sweep: SweepStatus;
  readonly nowMs: number;
}

export const REDIS_SOURCE = "redis";

/** How a node does as a source. `lastError` is null while the node answers: one lost packet is no silence. */
export function sourceOf(parts: SourceParts): SourceStatusContent {
  const { reachability, sweep, nowMs } = parts;
  const failed = reachability.isAnswering() === true ? null : reachability.failure();
  return {
    source: REDIS_SOURCE,
    lastSuccessAt: dateOf(reachability.lastAnswerAtMs()),
    lastErrorAt: dateOf(reachability.lastFailureAtMs()),
    lastError: failed?.sentence ?? null,
    refusals: parts.refusals.map(({ command, reason, sinceMs }) => ({
      command,
      reason,
      since: new Date(sinceMs).toISOString(),
    })),
    detail: {
      ...(failed === null ? {} : { failure: failed.code }),
      sweep: {
        mode: sweep.mode,
        intervalMs: Math.round(sweep.intervalMs),
        reason: parts.listFailure?.sentence ?? sweep.reason,
      },
      rejectedLines: sweep.rejectedLines,
    },
    updatedAt: new Date(nowMs),
  };
}

function dateOf(ms: number | null): Date | null {
  return ms === null ? null : new Date(ms);
}
