import { describe, expect, it } from "vitest";
import { addLines, countSeen, sumConnections, sumRates } from "./combine";
import { gridOver } from "./grid";
import { placeNode } from "./placement";
import { type BucketSums, buildTrack, type NodeTrack, type TrackGap } from "./track";

const SEC = 1000;
const STEP = 10 * SEC;
const GRID = gridOver(0, 100 * SEC, STEP);
const LONG_AFTER = 10_000 * SEC;

interface Sweep {
  readonly sec: number;
  readonly connections: number;
  readonly opened?: number;
  /** Time since the sweep before, in seconds; absent: after a gap, or the first. */
  readonly since?: number;
}

function trackOf(sweeps: readonly Sweep[], intervalSec = 10, gaps: readonly TrackGap[] = []): NodeTrack {
  const sums = sweeps.map(
    ({ sec, connections, opened = 0, since }): BucketSums => ({
      bucket: Math.floor((sec * SEC) / STEP),
      sweeps: 1,
      connections,
      opened: since === undefined ? 0 : opened,
      closed: 0,
      unattributed: since === undefined ? null : 0,
      coveredMs: (since ?? 0) * SEC,
    }),
  );
  const last = sweeps.at(-1);
  return buildTrack(GRID, sums, {
    lastAtMs: last === undefined ? null : last.sec * SEC,
    intervalMs: intervalSec * SEC,
    gaps,
  });
}

function linesOf(tracks: readonly NodeTrack[], nowMs = LONG_AFTER) {
  const contributions = tracks.map((track) => ({ ...track, placement: placeNode(track, GRID, nowMs) }));
  const seen = countSeen(
    contributions.map((one) => one.placement),
    GRID.count,
  );
  return {
    connections: sumConnections(contributions, seen),
    opened: sumRates(contributions, seen, (one) => one.opened),
    nodesSeen: seen.nodesSeen,
  };
}

const steady = (connections: number, from = 0, to = 95): Sweep[] =>
  Array.from({ length: Math.floor((to - from) / 10) + 1 }, (_, index) => ({
    sec: from + index * 10,
    connections,
    opened: 5,
    ...(index > 0 && { since: 10 }),
  }));

describe("one node", () => {
  it("counts per sweep, not per bucket: two sweeps in one bucket are their mean", () => {
    const { connections, opened } = linesOf([
      trackOf([
        { sec: 1, connections: 100 },
        { sec: 6, connections: 110, opened: 10, since: 5 },
        { sec: 12, connections: 120, opened: 12, since: 6 },
      ]),
    ]);
    expect(connections.slice(0, 2)).toEqual([105, 120]);
    expect(opened.slice(0, 2)).toEqual([2, 2]);
  });

  it("sweeps wider than the step: counts hold forward, rates backward", () => {
    const { connections, opened } = linesOf([
      trackOf(
        [
          { sec: 5, connections: 100 },
          { sec: 45, connections: 140, opened: 80, since: 40 },
          { sec: 85, connections: 120, opened: 40, since: 40 },
        ],
        40,
      ),
    ]);
    expect(connections).toEqual([100, 100, 100, 100, 140, 140, 140, 140, 120, 120]);
    expect(opened).toEqual([null, 2, 2, 2, 2, 1, 1, 1, 1, null]);
  });

  it("a gap is null, and what opened in it is in no rate", () => {
    const gap = { fromMs: 15 * SEC, toMs: 85 * SEC, opened: 500, closed: 480 };
    const { connections, opened } = linesOf([
      trackOf(
        [
          { sec: 5, connections: 100 },
          { sec: 15, connections: 101, opened: 10, since: 10 },
          { sec: 85, connections: 120 },
          { sec: 95, connections: 121, opened: 10, since: 10 },
        ],
        10,
        [gap],
      ),
    ]);
    // Neither the first sweep of all nor the one after the gap has a rate.
    expect(connections).toEqual([100, 101, 101, null, null, null, null, null, 120, 121]);
    expect(opened).toEqual([null, 1, null, null, null, null, null, null, null, 1]);
  });

  it("at the live edge the last count stands while the node is not stale", () => {
    const track = trackOf(steady(50, 0, 60));
    expect(linesOf([track], 75 * SEC).connections).toEqual([50, 50, 50, 50, 50, 50, 50, 50, null, null]);
    expect(linesOf([track], 75 * SEC).opened[7]).toBeNull();
    expect(linesOf([track], 99 * SEC).connections).toEqual([50, 50, 50, 50, 50, 50, 50, null, null, null]);
  });

  it("before the first sweep nothing is known", () => {
    const { connections, nodesSeen } = linesOf([trackOf(steady(50, 50))]);
    expect(connections.slice(0, 7)).toEqual([null, null, null, null, null, 50, 50]);
    expect(nodesSeen.slice(0, 7)).toEqual([0, 0, 0, 0, 0, 1, 1]);
  });
});

describe("several nodes", () => {
  it("a missing node breaks the line instead of lowering it silently", () => {
    const { connections, nodesSeen } = linesOf([trackOf(steady(100)), trackOf(steady(40, 0, 40))]);
    expect(connections).toEqual([140, 140, 140, 140, 140, null, 100, 100, 100, 100]);
    expect(nodesSeen).toEqual([2, 2, 2, 2, 2, 1, 1, 1, 1, 1]);
  });

  it("a node that is away changes no other node's own line", () => {
    const lines = linesOf([trackOf(steady(100))]).connections;
    expect(lines).toEqual(new Array(10).fill(100));
  });

  it("a rate is unknown while one of the nodes cannot tell", () => {
    const late = trackOf([{ sec: 0, connections: 40 }, ...steady(40, 20).slice(0)]);
    expect(linesOf([trackOf(steady(100)), late]).opened.slice(0, 5)).toEqual([null, null, null, 1, 1]);
  });

  it("a subject that a swept node does not have counts zero there", () => {
    const tracks = [trackOf(steady(100)), trackOf(steady(40))];
    const placements = tracks.map((track) => placeNode(track, GRID, LONG_AFTER));
    const seen = countSeen(placements, GRID.count);
    const contributions = tracks.map((track, index) => {
      const placement = placements[index];
      if (placement === undefined) throw new Error("each track has a placement");
      const here = index === 0;
      return {
        placement,
        sweeps: track.sweeps,
        coveredMs: track.coveredMs,
        connections: here ? track.connections : null,
        opened: here ? track.opened : null,
        closed: null,
      };
    });
    expect(sumConnections(contributions, seen)).toEqual(new Array(10).fill(100));
    expect(sumRates(contributions, seen, (one) => one.opened)[5]).toBe(0.5);
    expect(sumRates(contributions, seen, (one) => one.closed)[5]).toBe(0);
  });
});

describe("addLines", () => {
  it("an unknown part makes the sum unknown", () => {
    expect(
      addLines(
        [
          [1, 2, null],
          [1, null, null],
        ],
        3,
      ),
    ).toEqual([2, null, null]);
  });
});

describe("buildTrack", () => {
  it("adds portions of one bucket up and leaves out what is off the grid", () => {
    const part = {
      bucket: 3,
      sweeps: 6,
      connections: 600,
      opened: 3,
      closed: 1,
      unattributed: null,
      coveredMs: 60_000,
    };
    const track = buildTrack(
      GRID,
      [
        part,
        { ...part, sweeps: 1, connections: 130, unattributed: 2 },
        { ...part, bucket: -1 },
        { ...part, bucket: 10 },
      ],
      { lastAtMs: null, intervalMs: STEP, gaps: [] },
    );
    expect(track.sweeps[3]).toBe(7);
    expect(track.connections[3]).toBe(730);
    expect(track.unattributed[3]).toBe(2);
    expect(track.unattributed[4]).toBeNaN();
    expect(track.sweeps.reduce((sum, sweeps) => sum + sweeps)).toBe(7);
  });
});
