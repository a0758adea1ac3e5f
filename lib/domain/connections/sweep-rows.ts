import {
  type ClientRows,
  PRIMARY_LINK_FLAG,
  REPLICA_FLAG,
  SPANS_PER_ROW,
} from "@/lib/domain/redis/client-rows";
import { IDLE_BUCKETS, idleBucket } from "./idle-histogram";
import type { SweepResult } from "./model";
import type { TrackedConnections } from "./tracked-connections";

const NAME_SPAN = 2;

export interface RowsSeen {
  readonly highestId: number;
  /** Ids never seen before, of every sort. */
  readonly newIds: number;
  readonly newPrimaryLinks: number;
  readonly leftOutIds: ReadonlySet<number>;
  readonly leftOut: SweepResult["leftOut"];
  readonly idleHistogram: number[];
}

export interface SweepBefore {
  readonly ownName: string;
  /** 0: there is none. */
  readonly previousHighestId: number;
  /** Ids that the sweep before left out: known, though not tracked. Null right after a restart of ours. */
  readonly leftOutIds: ReadonlySet<number> | null;
}

/** Reads the rows of a sweep into the tracked set, leaving out our own connections, replicas and the primary link. */
export function readRows(rows: ClientRows, tracked: TrackedConnections, before: SweepBefore): RowsSeen {
  const { previousHighestId } = before;
  const ownName = Buffer.from(before.ownName);
  const leftOutIds = new Set<number>();
  const leftOut = { own: 0, replicas: 0, primaryLinks: 0 };
  const idleHistogram = new Array<number>(IDLE_BUCKETS).fill(0);
  let highestId = previousHighestId;
  let newIds = 0;
  let newPrimaryLinks = 0;
  for (let row = 0; row < rows.count; row++) {
    const id = rows.id[row] ?? 0;
    if (id > highestId) highestId = id;
    const sort = sortOf(rows, row, ownName);
    if (sort === "client") {
      const outcome = tracked.see(rows, row);
      if (outcome === "again") continue;
      if (outcome === "opened" && (id > previousHighestId || isLate(id, before))) newIds++;
      const idleSec = rows.idleSec[row] ?? -1;
      if (idleSec >= 0) {
        const bucket = idleBucket(idleSec);
        idleHistogram[bucket] = (idleHistogram[bucket] ?? 0) + 1;
      }
    } else if (!leftOutIds.has(id)) {
      leftOutIds.add(id);
      leftOut[sort]++;
      if (id > previousHighestId) {
        newIds++;
        if (sort === "primaryLinks") newPrimaryLinks++;
      }
    }
  }
  return { highestId, newIds, newPrimaryLinks, leftOutIds, leftOut, idleHistogram };
}

/** An id that an earlier sweep should have shown, and did not (a chunk that missed it). */
function isLate(id: number, { leftOutIds }: SweepBefore): boolean {
  return leftOutIds !== null && !leftOutIds.has(id);
}

function sortOf(rows: ClientRows, row: number, ownName: Buffer): "client" | keyof SweepResult["leftOut"] {
  const flags = rows.flags[row] ?? 0;
  if ((flags & PRIMARY_LINK_FLAG) !== 0) return "primaryLinks";
  if ((flags & REPLICA_FLAG) !== 0) return "replicas";
  const start = rows.spans[row * SPANS_PER_ROW + NAME_SPAN] ?? 0;
  const end = rows.spans[row * SPANS_PER_ROW + NAME_SPAN + 1] ?? 0;
  if (end - start !== ownName.length || end === start) return "client";
  for (let at = start; at < end; at++) if (rows.bytes[at] !== ownName[at - start]) return "client";
  return "own";
}
