import { describe, expect, it } from "vitest";
import { listGaps, type WatchedNode } from "./gaps";
import { gridOver } from "./grid";
import { buildTrack, type TrackGap } from "./track";

const SEC = 1000;
const NOW = 3_600 * SEC;
const WINDOW = { fromMs: 0, toMs: NOW };

function watched(
  address: string,
  gaps: readonly TrackGap[],
  change: { lastAtMs?: number | null; goneMs?: number; firstSeenMs?: number; intervalMs?: number } = {},
): WatchedNode {
  const about = {
    lastAtMs: change.lastAtMs === undefined ? NOW - 5 * SEC : change.lastAtMs,
    intervalMs: change.intervalMs ?? 10 * SEC,
    gaps,
  };
  return {
    address,
    firstSeenMs: change.firstSeenMs ?? -1,
    goneMs: change.goneMs ?? null,
    track: buildTrack(gridOver(0, NOW, 60 * SEC), [], about),
  };
}

const gap = (fromSec: number, toSec: number, opened: number | null = 5): TrackGap => ({
  fromMs: fromSec * SEC,
  toMs: toSec * SEC,
  opened,
  closed: opened,
});

describe("listGaps", () => {
  it("names the node that was not seen", () => {
    expect(listGaps([watched("a", [gap(100, 200)]), watched("b", [])], WINDOW, NOW)).toEqual([
      { node: "a", fromMs: 100 * SEC, toMs: 200 * SEC, ongoing: false, opened: 5, closed: 5 },
    ]);
  });

  it("what all nodes share is the collector's: sums what opened meanwhile", () => {
    const nodes = [watched("a", [gap(100, 200)]), watched("b", [gap(95, 206, 7)])];
    expect(listGaps(nodes, WINDOW, NOW)).toEqual([
      { node: null, fromMs: 100 * SEC, toMs: 200 * SEC, ongoing: false, opened: 12, closed: 12 },
    ]);
  });

  it("a node that stays away longer is named beside the collector's gap", () => {
    const nodes = [watched("a", [gap(100, 200)]), watched("b", [gap(95, 900)])];
    expect(listGaps(nodes, WINDOW, NOW).map(({ node, toMs }) => [node, toMs / SEC])).toEqual([
      ["b", 900],
      [null, 200],
    ]);
  });

  it("the only node of a cluster is named", () => {
    expect(listGaps([watched("a", [gap(100, 200)])], WINDOW, NOW)[0]?.node).toBe("a");
  });

  it("lasts until now when the node is not back", () => {
    const away = watched("b", [], { lastAtMs: NOW - 300 * SEC });
    expect(listGaps([watched("a", []), away], WINDOW, NOW)).toEqual([
      { node: "b", fromMs: NOW - 300 * SEC, toMs: NOW, ongoing: true, opened: null, closed: null },
    ]);
  });

  it.each([
    ["was swept a moment ago", watched("a", [], { lastAtMs: NOW - 29 * SEC })],
    ["has a wide interval", watched("a", [], { lastAtMs: NOW - 170 * SEC, intervalMs: 60 * SEC })],
    ["left the cluster on time", watched("a", [], { lastAtMs: 500 * SEC, goneMs: 510 * SEC })],
    ["was only just discovered", watched("a", [], { lastAtMs: null, firstSeenMs: NOW - 5 * SEC })],
    ["had its gap before the window", watched("a", [gap(-300, -200)])],
  ])("says nothing of a node that %s", (_, node) => {
    expect(listGaps([node, watched("b", [])], WINDOW, NOW)).toEqual([]);
  });

  it("a window of the past ends its gaps with itself", () => {
    const away = watched("a", [], { lastAtMs: 100 * SEC });
    const past = { fromMs: 0, toMs: 600 * SEC };
    expect(listGaps([away, watched("b", [])], past, NOW)).toMatchObject([
      { node: "a", toMs: 600 * SEC, ongoing: false },
    ]);
  });

  it("a node that was never counted is a gap since it is known", () => {
    const silent = watched("a", [], { lastAtMs: null, firstSeenMs: 1_000 * SEC });
    expect(listGaps([silent, watched("b", [])], WINDOW, NOW)).toMatchObject([
      { node: "a", fromMs: 1_000 * SEC },
    ]);
  });
});
