import type { ConnectionSeries } from "@/lib/contract/connections";
import {
  addLines,
  type Contribution,
  type Line,
  type Seen,
  sumConnections,
  sumRates,
} from "@/lib/domain/series/combine";
import type { Placement } from "@/lib/domain/series/placement";
import type { NodeTrack } from "@/lib/domain/series/track";
import type { CellBuckets } from "@/lib/store/reads/bucket-rows";
import { roundCount, roundRatio } from "./round";

/** One node on the grid: its sweeps, and which of them speak for which bucket. */
export interface PlacedNode {
  readonly nodeId: number;
  readonly track: NodeTrack;
  readonly placement: Placement;
}

/** Something that is counted over time: a proxy, a group, a node. */
export interface Subject {
  readonly name: string;
  readonly role: ConnectionSeries["role"];
  readonly contributions: readonly Contribution[];
  readonly seen: Seen;
}

/** The node as a whole. */
export function wholeNode({ track, placement }: PlacedNode): Contribution {
  return { ...track, placement };
}

/** What a subject has on each node, from its rows; several rows of one node and bucket add up. */
export function contributionsOf(nodes: readonly PlacedNode[], cells: readonly CellBuckets[]): Contribution[] {
  return nodes.map(({ nodeId, track, placement }) => {
    const own = cells.filter((cell) => cell.nodeId === nodeId);
    const { sweeps, coveredMs } = track;
    if (own.length === 0)
      return { placement, sweeps, coveredMs, connections: null, opened: null, closed: null };
    const connections = new Float64Array(sweeps.length);
    const opened = new Float64Array(sweeps.length);
    const closed = new Float64Array(sweeps.length);
    for (const cell of own) {
      for (const [index, bucket] of cell.buckets.entries()) {
        connections[bucket] = (connections[bucket] ?? 0) + (cell.connections[index] ?? 0);
        opened[bucket] = (opened[bucket] ?? 0) + (cell.opened[index] ?? 0);
        closed[bucket] = (closed[bucket] ?? 0) + (cell.closed[index] ?? 0);
      }
    }
    return { placement, sweeps, coveredMs, connections, opened, closed };
  });
}

export interface Cut {
  readonly from: number;
  readonly to: number;
}

/** The subject's lines within the part of the grid that was asked for. */
export function drawSubject({ name, role, contributions, seen }: Subject, cut: Cut): ConnectionSeries {
  return {
    name,
    role,
    connections: sumConnections(contributions, seen).slice(cut.from, cut.to),
    openedPerSec: sumRates(contributions, seen, (one) => one.opened).slice(cut.from, cut.to),
    closedPerSec: sumRates(contributions, seen, (one) => one.closed).slice(cut.from, cut.to),
  };
}

/**
 * The `top` largest subjects, largest first, the others summed into one; then `other` and `direct`, which are no subjects
 * and take nobody's place. A `direct` that was never there is left out.
 */
export function rankSeries(
  all: readonly ConnectionSeries[],
  top: number,
): { series: ConnectionSeries[]; of: number } {
  const sized = all.map((series) => ({ series, size: meanOf(series.connections) }));
  sized.sort((left, right) => right.size - left.size || left.series.name.localeCompare(right.series.name));
  const subjects = sized.filter(({ series }) => series.role === "subject").map(({ series }) => series);
  const others = sized
    .filter(({ series, size }) => series.role === "other" || (series.role === "direct" && size > 0))
    .map(({ series }) => series);
  const beyond = subjects.slice(top);
  const rest = beyond.length === 0 ? [] : [sumSeries(beyond)];
  const series = [...subjects.slice(0, top), ...rest, ...others].map(roundSeries);
  return { series, of: subjects.length };
}

function sumSeries(series: readonly ConnectionSeries[]): ConnectionSeries {
  const count = series[0]?.connections.length ?? 0;
  const add = (pick: (one: ConnectionSeries) => Line) => addLines(series.map(pick), count);
  return {
    name: "rest",
    role: "rest",
    connections: add((one) => one.connections),
    openedPerSec: add((one) => one.openedPerSec),
    closedPerSec: add((one) => one.closedPerSec),
  };
}

function roundSeries(series: ConnectionSeries): ConnectionSeries {
  return {
    ...series,
    connections: series.connections.map(roundCount),
    openedPerSec: series.openedPerSec.map(roundRatio),
    closedPerSec: series.closedPerSec.map(roundRatio),
  };
}

function meanOf(line: Line): number {
  const known = line.filter((value) => value !== null);
  return known.length === 0 ? 0 : known.reduce((sum, value) => sum + value, 0) / known.length;
}
