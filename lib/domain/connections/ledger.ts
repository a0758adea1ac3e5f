import type { ClientRows } from "@/lib/domain/redis/client-rows";
import type { Attribution } from "./attribution";
import type { Connection, SweepResult } from "./model";
import { readRows } from "./sweep-rows";
import { TrackedConnections } from "./tracked-connections";
import { UnattributedChurn } from "./unattributed-churn";

/** Where a ledger goes on after a restart of ours: the last set that was stored. */
export interface LedgerResume {
  readonly runId: string;
  readonly atMs: number;
  readonly highestId: number;
  readonly connections: Iterable<Connection>;
}

export interface Sweep {
  readonly rows: ClientRows;
  readonly runId: string;
  readonly atMs: number;
  /** `total_connections_received` of the same moment, or null where INFO does not say. */
  readonly totalConnectionsReceived: number | null;
  /** Client name of our own connections, which are left out of every count. */
  readonly ownName: string;
  /** Connections of ours opened and closed again since the sweep before; they are not churn. */
  readonly ownBrief?: number;
}

/** The open connections of one node, and what each sweep changes in them. */
export interface Ledger {
  /**
   * Feeds one reply and tells what changed. The first sweep of all is a baseline: its connections are in `delta.opened`
   * but count as opened in no cell. A cut reply closes nothing. In a new run everything old is closed, all new is opened.
   */
  apply(sweep: Sweep): SweepResult;
  connections(): Iterable<Connection>;
  /** Ids of the open connections, ascending: what a chunked sweep asks for. */
  ids(): number[];
  /** Highest id seen in this run; null before the first sweep. */
  readonly highestId: number | null;
  readonly size: number;
}

export function createLedger(attribution: Attribution, resume?: LedgerResume): Ledger {
  const tracked = new TrackedConnections(attribution);
  const churn = new UnattributedChurn();
  let last: { readonly runId: string; readonly atMs: number; readonly highestId: number } | null = null;
  let leftOutIds: ReadonlySet<number> | null = null;
  if (resume !== undefined) {
    last = { runId: resume.runId, atMs: resume.atMs, highestId: resume.highestId };
    tracked.restore(resume.connections);
  }

  const apply = ({
    rows,
    runId,
    atMs,
    totalConnectionsReceived,
    ownName,
    ownBrief = 0,
  }: Sweep): SweepResult => {
    const isBaseline = last === null;
    const restarted = last !== null && last.runId !== runId;
    const previous = restarted ? null : last;
    tracked.beginSweep(atMs, previous?.atMs ?? null);
    if (restarted) tracked.closeAll();
    const seen = readRows(rows, tracked, {
      ownName,
      previousHighestId: previous?.highestId ?? 0,
      leftOutIds,
    });
    if (rows.truncated) tracked.keepUnseen();
    else tracked.closeUnseen();
    const unattributed = churn.next({
      idGap: previous === null ? null : seen.highestId - previous.highestId,
      received: totalConnectionsReceived,
      seen: seen.newIds,
      seenPrimaryLinks: seen.newPrimaryLinks,
      ownBrief,
    });
    last = { runId, atMs, highestId: seen.highestId };
    leftOutIds = seen.leftOutIds;
    return {
      runId,
      atMs,
      previousAtMs: previous?.atMs ?? null,
      highestId: seen.highestId,
      restarted,
      cells: tracked.takeCells(isBaseline),
      idleHistogram: seen.idleHistogram,
      unattributed,
      delta: tracked.takeDelta(),
      leftOut: seen.leftOut,
      rejectedLines: rows.rejected,
    };
  };
  return {
    apply,
    connections: () => tracked.connections(),
    ids: () => tracked.ids(),
    get highestId() {
      return last?.highestId ?? null;
    },
    get size() {
      return tracked.size;
    },
  };
}
