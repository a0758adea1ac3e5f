import type { SkewAssessment, SkewVerdict } from "./model";

/** A verdict from when it was first said until it is said no more. */
export interface VerdictEpisodeState {
  readonly verdict: SkewVerdict;
  /** When it was first said. */
  readonly saidAtMs: number;
  /** When it was said last. */
  readonly lastAtMs: number;
  /** Null: it holds, or was said less than a minute ago. */
  readonly endedAtMs: number | null;
}

export interface FollowedVerdicts {
  readonly open: readonly VerdictEpisodeState[];
  /** Those that are new, ended, or worth writing again. */
  readonly changed: readonly VerdictEpisodeState[];
}

/** A verdict unsaid for a shorter time goes on: the edge of a threshold is not news. */
const HOLD_MS = 60_000;
/** Unwatched for longer than an upgrade of ours takes, nobody knows that it held all the while: it is told anew. */
const UNWATCHED_MS = 900_000;
/** While it holds it is written again this often, so that a collector that dies leaves the right end behind. */
const WRITE_AGAIN_MS = 60_000;

/**
 * Joins what each assessment says into episodes. `balanced` and `insufficient-data` say that nothing is to be told and
 * make none. An episode's identity is its kind, subject and first saying; group, evidence and confidence follow the newest.
 */
export function followVerdicts(
  open: readonly VerdictEpisodeState[],
  assessment: SkewAssessment,
): FollowedVerdicts {
  const said = assessment.verdicts.filter(({ kind }) => kind !== "balanced" && kind !== "insufficient-data");
  const changed: VerdictEpisodeState[] = [];
  const kept: VerdictEpisodeState[] = [];
  const continued = new Set<string>();
  for (const episode of open) {
    const isForgotten = assessment.atMs - episode.lastAtMs > UNWATCHED_MS;
    const verdict = isForgotten ? undefined : said.find((one) => keyOf(one) === keyOf(episode.verdict));
    const next =
      verdict === undefined ? silent(episode, assessment.atMs) : again(episode, verdict, assessment.atMs);
    if (verdict !== undefined) continued.add(keyOf(verdict));
    if (next.endedAtMs === null) kept.push(next);
    if (next.endedAtMs !== null || isWorthWriting(episode, next)) changed.push(next);
  }
  for (const verdict of said) {
    if (continued.has(keyOf(verdict))) continue;
    const begun = { verdict, saidAtMs: assessment.atMs, lastAtMs: assessment.atMs, endedAtMs: null };
    kept.push(begun);
    changed.push(begun);
  }
  return { open: kept, changed };
}

function again(episode: VerdictEpisodeState, verdict: SkewVerdict, atMs: number): VerdictEpisodeState {
  // What began stays begun: a later reading of the same drift does not move its start forward.
  const since = [episode.verdict.sinceMs, verdict.sinceMs].filter((ms) => ms !== null);
  const sinceMs = since.length === 0 ? null : Math.min(...since);
  return { ...episode, verdict: { ...verdict, sinceMs }, lastAtMs: atMs };
}

function silent(episode: VerdictEpisodeState, atMs: number): VerdictEpisodeState {
  return atMs - episode.lastAtMs < HOLD_MS ? episode : { ...episode, endedAtMs: episode.lastAtMs };
}

/** Written when the minute turns, so that the moment does not have to be remembered. */
function isWorthWriting(before: VerdictEpisodeState, next: VerdictEpisodeState): boolean {
  const turns = (ms: number): number => Math.floor((ms - next.saidAtMs) / WRITE_AGAIN_MS);
  return turns(next.lastAtMs) > turns(before.lastAtMs);
}

function keyOf({ by, kind, subject }: SkewVerdict): string {
  return JSON.stringify([by, kind, subject]);
}
