import type { VerdictEpisodeState } from "@/lib/domain/skew/episodes";
import type { Store } from "@/lib/store/client";
import { readOpenVerdicts } from "@/lib/store/reads/read-open-verdicts";
import { readSkewHistory } from "@/lib/store/reads/read-skew-history";
import type { VerdictEpisode } from "@/lib/store/rows";
import type { SkewEvent } from "./skew-events";
import { atMsOf } from "./skew-events";

/** What was stored before we began: events in order of time, and the verdicts that still held. */
export interface SkewPast {
  readonly events: readonly SkewEvent[];
  readonly open: readonly VerdictEpisodeState[];
}

/** A leak is judged by the trend of an hour; nothing is judged by more. */
const PAST_MS = 3_600_000;

export async function readSkewPast(store: Store, clusterKey: string, nowMs: number): Promise<SkewPast> {
  const [history, open] = await Promise.all([
    readSkewHistory(store, clusterKey, nowMs - PAST_MS, nowMs),
    readOpenVerdicts(store, clusterKey),
  ]);
  const sweeps = history.sweeps.map((sweep): SkewEvent => ({ kind: "sweep", sweep }));
  const reports = history.reports.map((report): SkewEvent => ({ kind: "proxy", report }));
  const events = [...sweeps, ...reports].sort((left, right) => atMsOf(left) - atMsOf(right));
  return { events, open: open.map(stateOf) };
}

function stateOf({ verdict, saidAt, lastAt, endedAt }: VerdictEpisode): VerdictEpisodeState {
  return {
    verdict,
    saidAtMs: saidAt.getTime(),
    lastAtMs: lastAt.getTime(),
    endedAtMs: endedAt?.getTime() ?? null,
  };
}

/** An episode as the store is told of it. */
export function episodeOf({ verdict, saidAtMs, lastAtMs, endedAtMs }: VerdictEpisodeState): VerdictEpisode {
  return {
    by: verdict.by,
    saidAt: new Date(saidAtMs),
    lastAt: new Date(lastAtMs),
    endedAt: endedAtMs === null ? null : new Date(endedAtMs),
    verdict,
  };
}
