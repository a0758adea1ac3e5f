/** Whole sets are stored this often: a moment in the past is replayed from at most ten minutes of deltas. */
const KEYFRAME_EVERY_MS = 600_000;

export interface KeyframePolicy {
  /** Is this sweep to carry the whole set? `deltaBytes` is the size of its own delta. */
  isDue(atMs: number, deltaBytes: number): boolean;
  /** Tells that the sweep at `atMs` carried one. */
  taken(atMs: number, keyframeBytes: number): void;
  /** The chain of deltas has a hole: the next sweep carries the whole set. */
  force(): void;
}

/** Due at first, every ten minutes, and when the deltas since the last one outweigh it: replay stays short and cheap. */
export function createKeyframePolicy(): KeyframePolicy {
  let last: { readonly atMs: number; readonly bytes: number } | null = null;
  let bytesSince = 0;
  return {
    isDue(atMs, deltaBytes) {
      bytesSince += deltaBytes;
      return last === null || atMs - last.atMs >= KEYFRAME_EVERY_MS || bytesSince > last.bytes;
    },
    taken(atMs, keyframeBytes) {
      last = { atMs, bytes: keyframeBytes };
      bytesSince = 0;
    },
    force() {
      last = null;
    },
  };
}
