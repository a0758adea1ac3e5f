import { createHash } from "node:crypto";
import type { Connection, SweepDelta } from "@/lib/domain/connections/model";
import { applyDelta, encodeDelta, encodeKeyframe } from "@/lib/domain/connections/sweep-codec";
import type { SweepContent } from "../rows";
import { sampleCell, sampleSweep } from "./sample-sweep";

export function sampleConnection(id: number, given: Partial<Connection> = {}): Connection {
  return {
    id,
    addr: `10.0.3.${id % 250}:${10_000 + (id % 50_000)}`,
    name: `orders-api-${id % 40}`,
    user: "default",
    libName: "ioredis",
    libVer: "6.0.0",
    openedAtMs: Date.UTC(2026, 10, 22, 11),
    proxy: null,
    group: "orders-api",
    ...given,
  };
}

export interface SampleHistory {
  /** What the sweep changes; the sweep to write, and the set after it. */
  sweep(change: SampleChange): { readonly content: SweepContent; readonly set: Map<number, Connection> };
}

export interface SampleChange {
  readonly atMs: number;
  readonly delta: Partial<SweepDelta>;
  readonly keyframe?: boolean;
  /** Another run than before: the server restarted. */
  readonly run?: string;
}

/** A node's life, sweep by sweep, coded as the ledger and the codec do. */
export function createSampleHistory(run = "first"): SampleHistory {
  let set = new Map<number, Connection>();
  let lastRun = run;
  let previousAtMs: number | null = null;
  return {
    sweep: (change) => {
      const delta: SweepDelta = { opened: [], closed: [], changed: [], ...change.delta };
      if (change.run !== undefined && change.run !== lastRun) {
        lastRun = change.run;
        previousAtMs = null;
        set = new Map();
      }
      set = new Map(set);
      applyDelta(set, delta);
      const content = sampleSweep({
        deltaBytes: encodeDelta(delta, change.atMs),
        keyframe: change.keyframe === true ? encodeKeyframe(set.values(), change.atMs) : null,
        result: {
          runId: createHash("sha1").update(lastRun).digest("hex"),
          atMs: change.atMs,
          previousAtMs,
          highestId: Math.max(0, ...set.keys()),
          cells: [
            sampleCell({ connections: set.size, opened: delta.opened.length, closed: delta.closed.length }),
          ],
        },
      });
      previousAtMs = change.atMs;
      return { content, set };
    },
  };
}
