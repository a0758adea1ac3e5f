import {
  AGE_BOUNDS_SEC,
  type CellProfile,
  type ConnectionCell,
  IDLE_BOUNDS_SEC,
} from "@/lib/domain/connections/model";
import type { SweepContent } from "../rows";

/** Content of a sweep, for tests: give what the test is about, the rest is plausible. */
export function sampleSweep(
  given: Partial<Omit<SweepContent, "result">> & { readonly result?: Partial<SweepContent["result"]> } = {},
): SweepContent {
  const { result, ...content } = given;
  return {
    result: {
      runId: "6f1c0a3be0d94a57b6c9d1f2a3b4c5d6e7f80912",
      atMs: Date.UTC(2026, 10, 22, 12, 0, 0),
      previousAtMs: null,
      highestId: 1_000,
      restarted: false,
      cells: [sampleCell()],
      idleHistogram: IDLE_BOUNDS_SEC.map(() => 0).concat(0),
      unattributed: null,
      leftOut: { own: 1, replicas: 0, primaryLinks: 0 },
      rejectedLines: 0,
      ...result,
    },
    deltaBytes: new Uint8Array([1, 2, 3]),
    keyframe: null,
    received: null,
    elapsedMs: 4.5,
    costUsec: 1_200,
    mode: "full",
    groupOrigins: {},
    ...content,
  };
}

export function sampleCell(given: Partial<ConnectionCell> = {}): ConnectionCell {
  return {
    proxy: null,
    group: "orders-api",
    connections: 10,
    opened: 0,
    closed: 0,
    commands: null,
    ...given,
  };
}

/** Ten connections of five minutes, five seconds idle, over ten seconds. */
export function sampleProfile(given: Partial<CellProfile> = {}): CellProfile {
  const perBucket = (bounds: readonly number[], bound: number, value: number) =>
    [...bounds, Number.POSITIVE_INFINITY].map((upTo) => (upTo === bound ? value : 0));
  return {
    exposureSec: perBucket(AGE_BOUNDS_SEC, 600, 100),
    closedByAge: perBucket(AGE_BOUNDS_SEC, 600, 0),
    closedOnce: 0,
    idle: perBucket(IDLE_BOUNDS_SEC, 5, 10),
    idleAtClose: perBucket(IDLE_BOUNDS_SEC, 5, 0),
    waiting: 0,
    busiest: null,
    pipelining: null,
    ...given,
  };
}
