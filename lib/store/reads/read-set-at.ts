import type { Connection } from "@/lib/domain/connections/model";
import { encodeKeyframe, replay } from "@/lib/domain/connections/sweep-codec";
import type { Store } from "../client";
import { type DeltaRow, readDeltas } from "./read-deltas";
import { readKeyframe } from "./read-keyframe";
import { readLastSweep } from "./read-last-sweep";

/** A node's connections at a past moment, exactly as they were at `sweptAt`. */
export interface ConnectionSet {
  readonly runId: string;
  /** The sweep that the set was seen in. */
  readonly sweptAt: Date;
  readonly highestId: number;
  readonly connections: Connection[];
  /**
   * False: a later sweep before the asked moment exists, but sweeps between were lost (see the `gap` observations),
   * so that this is the last set that is known.
   */
  readonly isLast: boolean;
}

/** Null: nothing is known of the node up to that moment, or what is stored of it cannot be replayed. */
export async function readSetAt(store: Store, nodeId: number, at: Date): Promise<ConnectionSet | null> {
  const last = await readLastSweep(store, nodeId, at);
  if (last === null) return null;
  const { runId } = last;
  const keyframe = await readKeyframe(store, nodeId, runId, last.at);
  const after = keyframe?.at ?? null;
  const deltas = await readDeltas(store, { nodeId, runId, after, upTo: last.at });
  const chain = unbrokenFrom(after, deltas);
  const sweptAt = chain.at(-1)?.at ?? after;
  if (sweptAt === null) return null;
  const highestId = chain.at(-1)?.highestId ?? (await readLastSweep(store, nodeId, sweptAt))?.highestId;
  const set = replay(
    keyframe?.body ?? encodeKeyframe([], 0),
    chain.map((row) => row.delta),
  );
  if (set.state === "corrupt" || highestId === undefined) return null;
  return {
    runId,
    sweptAt,
    highestId,
    connections: [...set.value.values()],
    isLast: sweptAt.getTime() === last.at.getTime(),
  };
}

/** The deltas that follow each other without a missing one, starting at the keyframe or at the run's first sweep. */
function unbrokenFrom(keyframeAt: Date | null, deltas: readonly DeltaRow[]): DeltaRow[] {
  const chain: DeltaRow[] = [];
  let previousMs = keyframeAt?.getTime() ?? null;
  for (const row of deltas) {
    if ((row.previousAt?.getTime() ?? null) !== previousMs) break;
    chain.push(row);
    previousMs = row.at.getTime();
  }
  return chain;
}
