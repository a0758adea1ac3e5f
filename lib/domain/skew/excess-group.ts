import type { SkewView, ViewSubject } from "./view";

export interface GroupPart {
  readonly group: string;
  /** Of what the subject has beyond its fair share: 0..1. */
  readonly part: number;
}

/** Which client group makes the excess (or lack): Σ over groups of n_sg − w_s N_g is the whole of it. Null: even. */
export function excessGroup(view: SkewView, subject: ViewSubject): GroupPart | null {
  const inRotation = new Set(view.subjects.map(({ slot }) => slot));
  const own = new Map<string, number>();
  const all = new Map<string, number>();
  for (const { slot, group, level } of view.history.tracks.cells.values()) {
    if (level === null || !inRotation.has(slot)) continue;
    all.set(group, (all.get(group) ?? 0) + level.connections);
    if (slot === subject.slot) own.set(group, (own.get(group) ?? 0) + level.connections);
  }
  let excess = 0;
  for (const [group, count] of all) excess += (own.get(group) ?? 0) - subject.fairShare * count;
  let best: GroupPart | null = null;
  for (const [group, count] of all) {
    const part = ((own.get(group) ?? 0) - subject.fairShare * count) / excess;
    if (Number.isFinite(part) && part > (best?.part ?? 0)) best = { group, part: Math.min(1, part) };
  }
  return best;
}
