import { FIELD, numberAt, openAt, type SkewBlock } from "./block";
import type { BlockHistory } from "./block-history";
import type { SkewBy, SubjectMeasure } from "./model";
import { sidakZ } from "./normal";
import { isHeavy, isLight, type RatioBounds, shareRatio, skewBound } from "./share-ratio";
import type { SubjectState } from "./subjects";

/** An imbalance counts once it was there in so many blocks on end. */
const LEVEL_BLOCKS = 3;

/** One subject in rotation, with what is known of its connections now. */
export interface ViewSubject {
  readonly slot: number;
  readonly state: SubjectState;
  readonly fairShare: number;
  /** Mean of the last three blocks. */
  readonly connections: number;
  readonly share: number;
  readonly ratio: RatioBounds | null;
  /** Beyond chance in each of the last three blocks. */
  readonly heavy: boolean;
  readonly light: boolean;
  /** More than its share beyond chance, by however little, in each of the last three blocks. */
  readonly leaning: boolean;
}

/** What the verdicts are decided from. */
export interface SkewView {
  readonly by: SkewBy;
  readonly nowMs: number;
  readonly history: BlockHistory;
  readonly subjects: readonly ViewSubject[];
  /** Those in rotation whose connections are not known. */
  readonly unknown: readonly string[];
  readonly total: number;
  readonly skew: number | null;
}

export function viewOf(by: SkewBy, history: BlockHistory, nowMs: number): SkewView {
  const last = history.blocks.slice(-LEVEL_BLOCKS);
  const states = history.subjects.slots.flatMap((state, slot) => (state?.declared ? [{ state, slot }] : []));
  const taking = states.filter(({ state, slot }) => state.weight > 0 && inRotation(last, slot));
  const weights = taking.reduce((sum, { state }) => sum + state.weight, 0);
  const counts = taking.map(({ slot }) => meanOpen(last, slot) ?? 0);
  const total = counts.reduce((sum, count) => sum + count, 0);
  const totals = last.map((block) => taking.reduce((sum, { slot }) => sum + (openAt(block, slot) ?? 0), 0));
  const z = sidakZ(taking.length);
  const subjects = taking.map(({ state, slot }, at): ViewSubject => {
    const fairShare = state.weight / weights;
    const connections = counts[at] ?? 0;
    const each = last.map((block, ago) =>
      shareRatio(openAt(block, slot) ?? 0, totals[ago] ?? 0, fairShare, z),
    );
    return {
      slot,
      state,
      fairShare,
      connections,
      share: total > 0 ? connections / total : 0,
      ratio: shareRatio(connections, total, fairShare, z),
      heavy: each.length === LEVEL_BLOCKS && each.every(isHeavy),
      light: each.length === LEVEL_BLOCKS && each.every(isLight),
      leaning: each.length === LEVEL_BLOCKS && each.every((one) => (one?.low ?? 0) > 1),
    };
  });
  const newest = last.at(-1);
  const unknown = states.filter(({ slot }) => newest !== undefined && openAt(newest, slot) === null);
  return {
    by,
    nowMs,
    history,
    subjects,
    unknown: unknown.map(({ state }) => state.name),
    total,
    skew: subjects.length < 2 ? null : skewBound(subjects.map((subject) => subject.ratio)),
  };
}

/** Every declared subject, in rotation or not. */
export function measuresOf(view: SkewView): SubjectMeasure[] {
  const taking = new Map(view.subjects.map((subject) => [subject.state.name, subject]));
  const last = view.history.blocks.slice(-LEVEL_BLOCKS);
  return view.history.subjects.slots.flatMap((state, slot) => {
    if (!state?.declared) return [];
    const subject = taking.get(state.name);
    return [
      {
        name: state.name,
        inRotation: subject !== undefined,
        fairShare: subject?.fairShare ?? 0,
        connections: meanOpen(last, slot),
        share: subject !== undefined && view.total > 0 ? subject.share : null,
        ratio: subject?.ratio ?? null,
      },
    ];
  });
}

/** Blocks after `sinceMs`, at least `least` of the newest and at most `most`. */
export function blocksSince(
  view: SkewView,
  sinceMs: number,
  least: number,
  most: number,
): readonly SkewBlock[] {
  const { blocks } = view.history;
  let from = blocks.length;
  while (from > 0 && (blocks[from - 1]?.endMs ?? 0) > sinceMs) from--;
  const first = Math.max(blocks.length - most, Math.min(from, blocks.length - least), 0);
  return blocks.slice(first);
}

function inRotation(last: readonly SkewBlock[], slot: number): boolean {
  return last.some((block) => numberAt(block, slot, FIELD.compared) === 1 || (openAt(block, slot) ?? 0) > 0);
}

function meanOpen(last: readonly SkewBlock[], slot: number): number | null {
  const known = last.map((block) => openAt(block, slot)).filter((open) => open !== null);
  return known.length === 0 ? null : known.reduce((sum, open) => sum + open, 0) / known.length;
}
