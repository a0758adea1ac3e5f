import type { Attribution } from "@/lib/domain/connections/attribution";
import { createLedger, type Ledger, type LedgerResume } from "@/lib/domain/connections/ledger";
import type { SweepResult } from "@/lib/domain/connections/model";
import { encodeDelta, encodeKeyframe } from "@/lib/domain/connections/sweep-codec";
import type { ClientRows } from "@/lib/domain/redis/client-rows";
import type { GroupOrigin, SweepContent } from "@/lib/store/rows";
import { OWN_CLIENT_NAME } from "../sources/redis-commands";
import { createKeyframePolicy } from "./keyframe-policy";
import type { Swept } from "./sweep-outcome";

/**
 * A clock set back by more than this begins anew: sweeps of minutes would otherwise share one moment. By less, they
 * follow each other by a millisecond until the clock has caught up.
 */
const CLOCK_STEP_MS = 60_000;

/** The ledger of one node and what the store is told of each sweep. */
export interface ClientSet {
  /** Feeds a sweep; the answer is what the store writes. */
  add(
    swept: Swept,
    rows: ClientRows,
    more: { readonly intervalMs: number; readonly ownBrief: number },
  ): SweepContent;
  /** Sweeps before this one may be missing in the store. */
  mendChain(): void;
  /** Ids of the clients that are counted, ascending. */
  ids(): number[];
  readonly runId: string | null;
  readonly highestId: number;
  readonly size: number;
}

export function createClientSet(attribution: Attribution, resume: LedgerResume | null): ClientSet {
  let ledger: Ledger = createLedger(attribution, resume ?? undefined);
  const keyframes = createKeyframePolicy();
  let runId = resume?.runId ?? null;
  let lastAtMs = resume?.atMs ?? 0;
  let received: number | null = null;

  return {
    add(swept, rows, { intervalMs, ownBrief }) {
      if (swept.atMs < lastAtMs - CLOCK_STEP_MS) {
        ledger = createLedger(attribution);
        runId = null;
        lastAtMs = 0;
      }
      // A clock that was set back must not put two sweeps at one moment, nor a later one before an earlier.
      const atMs = Math.max(swept.atMs, lastAtMs + 1);
      if (swept.runId !== runId) {
        keyframes.force();
        received = null;
      }
      const result = ledger.apply({
        rows,
        runId: swept.runId,
        atMs,
        totalConnectionsReceived: swept.received,
        ownName: OWN_CLIENT_NAME,
        ownBrief,
      });
      const deltaBytes = encodeDelta(result.delta, atMs);
      let keyframe: Uint8Array | null = null;
      if (keyframes.isDue(atMs, deltaBytes.length)) {
        keyframe = encodeKeyframe(ledger.connections(), atMs);
        keyframes.taken(atMs, keyframe.length);
      }
      const grown = swept.received === null || received === null ? null : swept.received - received;
      runId = swept.runId;
      lastAtMs = atMs;
      received = swept.received;
      return {
        result: withoutDelta(result),
        deltaBytes,
        keyframe,
        received: grown !== null && grown >= 0 ? grown : null,
        elapsedMs: swept.elapsedMs,
        costUsec: swept.costUsec === null ? null : Math.round(swept.costUsec),
        mode: swept.mode,
        intervalMs,
        groupOrigins: originsOf(result, attribution),
      };
    },
    mendChain: () => keyframes.force(),
    ids: () => ledger.ids(),
    get runId() {
      return runId;
    },
    get highestId() {
      return ledger.highestId ?? 0;
    },
    get size() {
      return ledger.size;
    },
  };
}

/** The bytes say it already; kept, it would be serialised with the job when the database is away. */
function withoutDelta({ delta: _, ...result }: SweepResult): SweepContent["result"] {
  return result;
}

function originsOf(result: SweepResult, attribution: Attribution): Record<string, GroupOrigin> {
  return Object.fromEntries(result.cells.map(({ group }) => [group, attribution.originOf(group)]));
}
