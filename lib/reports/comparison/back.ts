import { type Contribution, countSeen, sumConnections } from "@/lib/domain/series/combine";
import { placeNode } from "@/lib/domain/series/placement";
import type { Store } from "@/lib/store/client";
import type { CellBuckets } from "@/lib/store/reads/bucket-rows";
import { type CellsAt, readCellsAt } from "@/lib/store/reads/read-cells-at";
import type { WatchedNodeRecord } from "@/lib/store/reads/read-watched-nodes";
import type { SeriesPlan } from "../resolution";
import { contributionsOf, type PlacedNode, wholeNode } from "../series";
import { groupBySubject } from "../subjects";
import { readTracks } from "../tracks";
import type { Span } from "../window";
import { isFresh, stateAt, stateOfLine, unknownSince } from "./back-state";
import { presencesOf, ratesOf, sumOf, sumOrNull, unseenOf } from "./back-sums";
import type { Side } from "./side";

/** What CLIENT LIST told: connections between proxies (or clients) and the nodes. */
export interface BackSides {
  ofProxy(proxyId: number | null): Side;
  ofNode(nodeId: number): Side;
  /** Opened and gone again between two sweeps: nobody's. Sums over the nodes. */
  readonly unattributed: { readonly opened: number | null; readonly perSec: number | null };
  /** Opened that somebody saw, over the same time. */
  readonly seen: number;
}

export async function readBackSides(
  store: Store,
  records: readonly WatchedNodeRecord[],
  asked: {
    readonly window: Span;
    readonly plan: SeriesPlan;
    readonly nowMs: number;
    readonly byProxy: boolean;
  },
): Promise<BackSides> {
  const { window, plan, nowMs } = asked;
  const nodeIds = records.map((record) => record.nodeId);
  const tracks = await readTracks(store, nodeIds, plan, asked.byProxy ? "proxy" : null);
  const newest = await readCellsAt(store, nodeIds, new Date(window.toMs));
  const nodes = [...tracks.byNode].map(([nodeId, track]): PlacedNode => {
    return { nodeId, track, placement: placeNode(track, tracks.grid, nowMs) };
  });
  const seen = countSeen(
    nodes.map((node) => node.placement),
    tracks.grid.count,
  );
  const cut = { from: tracks.lead, to: tracks.lead + plan.grid.count };
  const cells = groupBySubject(tracks.cells);
  const presence = presencesOf(records, window);
  const fresh = newest.filter((row) => isFresh(row, window.toMs));

  const sideOf = (
    contributions: readonly Contribution[],
    on: readonly PlacedNode[],
    countAt: (row: CellsAt) => number,
  ): Side => {
    const lineSeen = on.length === nodes.length ? seen : countSeen(on.map(placementOf), tracks.grid.count);
    const line = sumConnections(contributions, lineSeen).slice(cut.from, cut.to);
    const own = new Set(on.map((node) => node.nodeId));
    const here = (row: CellsAt) => own.has(row.nodeId);
    const state =
      stateAt(fresh.filter(here), window, countAt) ??
      stateOfLine(line, plan, window) ??
      unknownSince(newest.filter(here), window);
    const sums = on.map((node, index) => ({
      weight: presence.get(node.nodeId) ?? 1,
      ...sumOf(contributions[index], cut),
    }));
    return { state, line, untold: line.map(() => false), ...ratesOf(sums) };
  };
  const whole = nodes.map((node) => ({ node, ...unseenOf(node, cut) }));
  return {
    ofProxy: (proxyId) => {
      const rows: readonly CellBuckets[] = proxyId === null ? [] : (cells.get(proxyId) ?? []);
      return sideOf(contributionsOf(nodes, rows), nodes, (row) => countThrough(row, proxyId));
    },
    ofNode: (nodeId) => {
      const on = nodes.filter((node) => node.nodeId === nodeId);
      return sideOf(on.map(wholeNode), on, (row) => row.connections);
    },
    unattributed: {
      opened: sumOrNull(whole.map((one) => one.unseen)),
      perSec: sumOrNull(
        whole.map((one) =>
          one.unseen === null
            ? null
            : (one.unseen / one.coveredMs) * 1000 * (presence.get(one.node.nodeId) ?? 1),
        ),
      ),
    },
    seen: whole.reduce((sum, one) => sum + (one.unseen === null ? 0 : one.opened), 0),
  };
}

const placementOf = (node: PlacedNode) => node.placement;

function countThrough(row: CellsAt, proxyId: number | null): number {
  if (proxyId === null) return 0;
  return row.proxyIds.reduce(
    (sum, id, cell) => sum + (id === proxyId ? (row.cellConnections[cell] ?? 0) : 0),
    0,
  );
}
