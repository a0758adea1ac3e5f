import type { SkewSide } from "@/lib/contract/skew";
import type { Line } from "@/lib/domain/series/combine";

/** One side of a subject, at the window's end and over the window. Null: not known. */
export interface Side {
  readonly state: SkewSide;
  /** Connections per bucket. */
  readonly line: Line;
  /** Buckets in which it was asked and did not tell: it was there, and how large it was is not known. */
  readonly untold: readonly boolean[];
  readonly openedPerSec: number | null;
  readonly closedPerSec: number | null;
  /** What the hazard of closing is made of: closed ÷ connections × seconds under watch. */
  readonly closed: number | null;
  readonly exposureSec: number | null;
}

/** Closed per open connection and second. */
export function closeHazardOf({ closed, exposureSec }: Side): number | null {
  return closed === null || exposureSec === null || exposureSec <= 0 ? null : closed / exposureSec;
}

export function noSide(reason: string, count: number): Side {
  return {
    state: { state: "none", reason },
    line: new Array(count).fill(null),
    untold: new Array(count).fill(false),
    openedPerSec: null,
    closedPerSec: null,
    closed: null,
    exposureSec: null,
  };
}

/** Several as one: known where all are. One alone is itself. */
export function addSides(sides: readonly Side[]): Side {
  const [first, ...rest] = sides;
  if (first === undefined) return noSide("nobody is in it", 0);
  return rest.reduce(addTwo, first);
}

function addTwo(left: Side, right: Side): Side {
  return {
    state: addStates(left.state, right.state),
    // A member that was not there adds nothing; one that did not tell makes the sum unknown.
    line: left.line.map((value, bucket) => {
      const other = right.line[bucket] ?? null;
      if (left.untold[bucket] || right.untold[bucket]) return null;
      return value === null ? other : other === null ? value : value + other;
    }),
    untold: left.untold.map((untold, bucket) => untold || (right.untold[bucket] ?? false)),
    openedPerSec: addKnown(left.openedPerSec, right.openedPerSec),
    closedPerSec: addKnown(left.closedPerSec, right.closedPerSec),
    closed: addKnown(left.closed, right.closed),
    exposureSec: addKnown(left.exposureSec, right.exposureSec),
  };
}

function addStates(left: SkewSide, right: SkewSide): SkewSide {
  if (left.state === "known" && right.state === "known") {
    const connections = left.connections + right.connections;
    return { state: "known", connections, ageMs: Math.max(left.ageMs, right.ageMs) };
  }
  return left.state === "unknown" || right.state === "known" ? left : right;
}

/** Null wins: a sum with an unknown part is unknown. */
export function addKnown(left: number | null, right: number | null): number | null {
  return left === null || right === null ? null : left + right;
}
