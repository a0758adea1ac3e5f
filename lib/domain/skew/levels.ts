import { IDLE_BOUNDS_SEC } from "../connections/model";
import type { SkewSweep } from "./model";

const IDLE_BUCKETS = IDLE_BOUNDS_SEC.length + 1;

/** What is open now in one (subject, group), over all nodes that were seen lately. */
export interface CellLevel {
  readonly slot: number;
  readonly group: string;
  connections: number;
  waiting: number;
  /** Per bucket of IDLE_BOUNDS_SEC. */
  readonly idle: number[];
  pipelining: number | null;
  hasIdle: boolean;
}

interface NodeLevel {
  atMs: number;
  runId: string;
  cells: Map<string, CellLevel>;
}

/** The last sweep of every node. */
export interface Levels {
  /** Connections of the cell in the node's sweep before; 0 for one that is new there. */
  before(node: string, runId: string, slot: number, group: string): number;
  replace(sweep: SkewSweep, slotOf: (proxy: string | null) => number | undefined): void;
  /** Per cell over nodes seen at or after `sinceMs`, and which nodes those are. */
  at(sinceMs: number): { readonly cells: Map<string, CellLevel>; readonly nodes: ReadonlySet<string> };
}

export function cellKey(slot: number, group: string): string {
  return `${slot}\u0000${group}`;
}

export function createLevels(): Levels {
  const nodes = new Map<string, NodeLevel>();
  return {
    before(node, runId, slot, group) {
      const level = nodes.get(node);
      if (level === undefined || level.runId !== runId) return 0;
      return level.cells.get(cellKey(slot, group))?.connections ?? 0;
    },
    replace(sweep, slotOf) {
      const cells = new Map<string, CellLevel>();
      for (const cell of sweep.cells) {
        const slot = slotOf(cell.proxy);
        if (slot === undefined) continue;
        const level = take(cells, slot, cell.group);
        level.connections += cell.connections;
        if (cell.profile === undefined) continue;
        addIdle(level, cell.profile);
      }
      nodes.set(sweep.node, { atMs: sweep.atMs, runId: sweep.runId, cells });
    },
    at(sinceMs) {
      const all = new Map<string, CellLevel>();
      const seen = new Set<string>();
      for (const [node, level] of nodes) {
        if (level.atMs < sinceMs) {
          // Unseen for so long that it must have left the cluster.
          if (level.atMs < sinceMs - FORGET_MS) nodes.delete(node);
          continue;
        }
        seen.add(node);
        for (const cell of level.cells.values()) {
          const sum = take(all, cell.slot, cell.group);
          sum.connections += cell.connections;
          if (cell.hasIdle) addIdle(sum, cell);
        }
      }
      return { cells: all, nodes: seen };
    },
  };
}

const FORGET_MS = 3_600_000;

function take(cells: Map<string, CellLevel>, slot: number, group: string): CellLevel {
  const key = cellKey(slot, group);
  let level = cells.get(key);
  if (level === undefined) {
    level = {
      slot,
      group,
      connections: 0,
      waiting: 0,
      idle: new Array<number>(IDLE_BUCKETS).fill(0),
      pipelining: null,
      hasIdle: false,
    };
    cells.set(key, level);
  }
  return level;
}

/** Adds idleness, those that wait and those that pipeline. */
export function addIdle(
  into: CellLevel,
  from: { readonly idle: readonly number[]; readonly waiting: number; readonly pipelining: number | null },
): void {
  for (const [bucket, count] of from.idle.entries()) into.idle[bucket] = (into.idle[bucket] ?? 0) + count;
  into.waiting += from.waiting;
  if (from.pipelining !== null) into.pipelining = (into.pipelining ?? 0) + from.pipelining;
  into.hasIdle = true;
}
