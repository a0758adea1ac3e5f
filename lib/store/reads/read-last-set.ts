import type { Connection } from "@/lib/domain/connections/model";
import type { Store } from "../client";
import { readNodeId } from "./read-node-id";
import { readSetAt } from "./read-set-at";

/** What a ledger goes on from after a restart of ours (LedgerResume of the domain). */
export interface LastSet {
  readonly runId: string;
  readonly atMs: number;
  readonly highestId: number;
  readonly connections: Connection[];
}

/** Sweeps of our own future, by a clock that was wrong, are not resumed from: nothing could follow them. */
const CLOCK_SLACK_MS = 60_000;

/** The last stored set of a node. Null: none, or sweeps were lost since, so that counting must begin anew. */
export async function readLastSet(
  store: Store,
  clusterKey: string,
  address: string,
  now: Date = new Date(),
): Promise<LastSet | null> {
  const nodeId = await readNodeId(store, clusterKey, address);
  if (nodeId === null) return null;
  const set = await readSetAt(store, nodeId, new Date(now.getTime() + CLOCK_SLACK_MS));
  if (set === null || !set.isLast) return null;
  return {
    runId: set.runId,
    atMs: set.sweptAt.getTime(),
    highestId: set.highestId,
    connections: set.connections,
  };
}
