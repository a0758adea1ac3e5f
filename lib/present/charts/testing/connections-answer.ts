import type { ConnectionsAnswer } from "@/lib/contract/connections";

export const START_MS = Date.UTC(2026, 10, 22, 13, 0, 0);

type Values = (number | null)[];

/** An answer of ten-second buckets from 13:00:00 UTC with the given lines; everything else steady and complete. */
export function connectionsAnswer(
  lines: Record<string, Values>,
  over: Partial<ConnectionsAnswer> = {},
): ConnectionsAnswer {
  const columns = Object.values(lines);
  const length = Math.max(0, ...columns.map((values) => values.length));
  const places = Array.from({ length }, (_, index) => index);
  const toMs = START_MS + length * 10_000;
  return {
    now: instant(toMs),
    window: { from: instant(START_MS), to: instant(toMs) },
    by: "proxy",
    stepMs: 10_000,
    resolution: "sweep",
    at: places.map((index) => instant(START_MS + index * 10_000)),
    series: Object.entries(lines).map(([name, connections]) => ({
      name,
      role: "subject",
      connections,
      openedPerSec: connections.map((value) => (value === null ? null : 1)),
      closedPerSec: connections.map((value) => (value === null ? null : 2)),
    })),
    subjects: { shown: columns.length, of: columns.length },
    total: places.map((index) => {
      const known = columns.map((values) => values[index]).filter((value) => typeof value === "number");
      return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0);
    }),
    unattributedPerSec: places.map(() => 0),
    nodesSeen: places.map(() => 1),
    nodesExpected: 1,
    gaps: [],
    observations: [],
    ...over,
  };
}

export function instant(atMs: number): string {
  return new Date(atMs).toISOString();
}
