import { decodeProfiles } from "@/lib/domain/connections/cell-profile-codec";
import { AGE_BOUNDS_SEC } from "@/lib/domain/connections/model";
import type { Store } from "@/lib/store/client";
import { type ProfileRow, readProfiles } from "@/lib/store/reads/read-profiles";
import type { Span } from "../window";

/** How one subject's connections lived: sums per bucket of AGE_BOUNDS_SEC. */
export interface LifeTable {
  readonly exposureSec: number[];
  readonly closedByAge: number[];
}

/** The last part of a window, sweep by sweep. */
export interface Recent {
  /** From the first to the last sweep that is in it; null: none. */
  readonly span: Span | null;
  readonly lives: ReadonlyMap<string, LifeTable>;
  /** Commands per second, where the servers count them per client. */
  readonly commandsPerSec: ReadonlyMap<string, number>;
}

const RECENT_MS = 3_600_000;
/** Cells of all sweeps: about 50 ms of decoding. */
const MAX_CELLS = 20_000;
const SWEEPS_AN_HOUR = 360;

/**
 * At most the last hour of the window, and of very many cells less. `subjectOf` tells whose cell it is; null: nobody's who
 * is compared.
 */
export async function readRecent(
  store: Store,
  asked: {
    readonly nodeIds: readonly number[];
    readonly window: Span;
    readonly cellsPerSweep: number;
    readonly subjectOf: (nodeId: number, proxyId: number) => string | null;
  },
): Promise<Recent> {
  const { nodeIds, window, subjectOf } = asked;
  const affordable = Math.floor(MAX_CELLS / Math.max(1, asked.cellsPerSweep));
  const rows = await readProfiles(store, {
    nodeIds,
    from: new Date(Math.max(window.fromMs, window.toMs - RECENT_MS)),
    to: new Date(window.toMs),
    limit: Math.max(nodeIds.length, Math.min(affordable, SWEEPS_AN_HOUR * nodeIds.length)),
  });
  const lives = new Map<string, LifeTable>();
  for (const row of rows) addLives(lives, row, subjectOf);
  const times = rows.map((row) => row.at.getTime());
  const span = times.length === 0 ? null : { fromMs: firstMs(rows), toMs: Math.max(...times) };
  return { span, lives, commandsPerSec: commandsOf(rows, subjectOf) };
}

function firstMs(rows: readonly ProfileRow[]): number {
  return Math.min(...rows.map((row) => row.at.getTime() - row.spanMs));
}

type SubjectOf = (nodeId: number, proxyId: number) => string | null;

function addLives(lives: Map<string, LifeTable>, row: ProfileRow, subjectOf: SubjectOf): void {
  if (row.profile === null) return;
  const decoded = decodeProfiles(row.profile, row.proxyIds.length);
  if (decoded.state === "corrupt") return;
  for (const [cell, profile] of decoded.profiles.entries()) {
    const subject = subjectOf(row.nodeId, row.proxyIds[cell] ?? 0);
    if (subject === null || profile === null) continue;
    const life = lives.get(subject) ?? noLife();
    lives.set(subject, life);
    for (const [bucket, exposureSec] of profile.exposureSec.entries()) {
      life.exposureSec[bucket] = (life.exposureSec[bucket] ?? 0) + exposureSec;
    }
    for (const [bucket, closed] of profile.closedByAge.entries()) {
      life.closedByAge[bucket] = (life.closedByAge[bucket] ?? 0) + closed;
    }
  }
}

function noLife(): LifeTable {
  const buckets = AGE_BOUNDS_SEC.length + 1;
  return { exposureSec: new Array(buckets).fill(0), closedByAge: new Array(buckets).fill(0) };
}

/** Each node's commands over the time that it counted them, summed over the nodes. */
function commandsOf(rows: readonly ProfileRow[], subjectOf: SubjectOf): Map<string, number> {
  const counting = rows.filter((row) => row.commands?.some((count) => count !== null) === true);
  const spans = new Map<number, number>();
  for (const { nodeId, spanMs } of counting) spans.set(nodeId, (spans.get(nodeId) ?? 0) + spanMs);
  const perSec = new Map<string, number>();
  for (const { nodeId, proxyIds, commands } of counting) {
    for (const [cell, count] of (commands ?? []).entries()) {
      const subject = subjectOf(nodeId, proxyIds[cell] ?? 0);
      if (subject === null || count === null) continue;
      perSec.set(subject, (perSec.get(subject) ?? 0) + (count / (spans.get(nodeId) ?? 1)) * 1000);
    }
  }
  return perSec;
}
