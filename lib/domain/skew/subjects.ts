import type { ProxyKind } from "../proxies/model";
import type { SkewSubject } from "./model";

/** The last reading of a proxy's own statistics. */
export interface Counted {
  readonly atMs: number;
  readonly connections: number | null;
  /** When its process began; null: it does not say. */
  readonly beganMs: number | null;
}

/** A subject and what is remembered of it from one moment to the next. */
export interface SubjectState {
  readonly name: string;
  weight: number;
  kind: ProxyKind;
  members: readonly string[];
  /** False: nobody declares it any more; its numbers age out. */
  declared: boolean;
  lastSeenMs: number;
  /** Since when its numbers are watched, ms. */
  readonly knownSinceMs: number;
  /** The first block in which it had connections. */
  firstOpenMs: number | null;
  restart: { readonly atMs: number; readonly sure: boolean; readonly before: number | null } | null;
  added: { readonly atMs: number } | null;
  /** Not compared until then. */
  maskedUntilMs: number;
  /** By member: what its own statistics said last. */
  readonly counters: Map<string, Counted>;
  /** By member: PING through it. */
  readonly latency: Map<string, { readonly atMs: number; readonly medianMs: number }>;
}

/** Names ↔ small numbers. A number is given to another subject only when no block holds anything of the one before. */
export interface SubjectTable {
  readonly slots: readonly (SubjectState | null)[];
  declare(subjects: readonly SkewSubject[], atMs: number): void;
  /** Slot of the subject that this proxy (or node) belongs to. */
  slotOf(member: string): number | undefined;
  forget(beforeMs: number): void;
}

export function createSubjectTable(): SubjectTable {
  const slots: (SubjectState | null)[] = [];
  const byName = new Map<string, number>();
  const byMember = new Map<string, number>();

  function slotFor(subject: SkewSubject, atMs: number): number {
    const known = byName.get(subject.name);
    if (known !== undefined) return known;
    const free = slots.indexOf(null);
    const slot = free < 0 ? slots.length : free;
    slots[slot] = newSubject(subject, atMs);
    byName.set(subject.name, slot);
    return slot;
  }

  return {
    slots,
    declare(subjects, atMs) {
      byMember.clear();
      for (const state of slots) if (state !== null) state.declared = false;
      for (const subject of subjects) {
        const slot = slotFor(subject, atMs);
        const state = slots[slot];
        if (!state) continue;
        Object.assign(state, {
          weight: subject.weight,
          kind: subject.kind,
          members: subject.members,
          declared: true,
          lastSeenMs: atMs,
        });
        for (const member of subject.members) byMember.set(member, slot);
      }
    },
    slotOf: (member) => byMember.get(member),
    forget(beforeMs) {
      for (const [slot, state] of slots.entries()) {
        if (state === null || state.declared || state.lastSeenMs >= beforeMs) continue;
        byName.delete(state.name);
        slots[slot] = null;
      }
    },
  };
}

function newSubject(subject: SkewSubject, atMs: number): SubjectState {
  return {
    name: subject.name,
    weight: subject.weight,
    kind: subject.kind,
    members: subject.members,
    declared: true,
    lastSeenMs: atMs,
    knownSinceMs: atMs,
    firstOpenMs: null,
    restart: null,
    added: null,
    maskedUntilMs: 0,
    counters: new Map(),
    latency: new Map(),
  };
}

/** Connections by its own statistics, summed over its members; null unless all of them were heard of since then. */
export function countedOpen(state: SubjectState, sinceMs: number): number | null {
  let sum = 0;
  for (const member of state.members) {
    const counted = state.counters.get(member);
    if (counted === undefined || counted.atMs < sinceMs || counted.connections === null) return null;
    sum += counted.connections;
  }
  return sum;
}

/** The slowest of its members, by the median PING since then; null: not probed. */
export function latencyMsOf(state: SubjectState, sinceMs: number): number | null {
  let slowest: number | null = null;
  for (const { atMs, medianMs } of state.latency.values()) {
    if (atMs >= sinceMs) slowest = Math.max(slowest ?? 0, medianMs);
  }
  return slowest;
}

/** When the youngest of its members' processes began; null unless all of them say. */
export function beganMsOf(state: SubjectState): number | null {
  let youngest = Number.NEGATIVE_INFINITY;
  for (const member of state.members) {
    const beganMs = state.counters.get(member)?.beganMs ?? null;
    if (beganMs === null) return null;
    youngest = Math.max(youngest, beganMs);
  }
  return Number.isFinite(youngest) ? youngest : null;
}
