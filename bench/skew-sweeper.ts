import {
  AGE_BOUNDS_SEC,
  type CellProfile,
  type ConnectionCell,
  IDLE_BOUNDS_SEC,
} from "@/lib/domain/connections/model";
import type { SkewSweep } from "@/lib/domain/skew/model";
import type { SimulatedConnections } from "./skew-connections";

/** What the simulated servers tell, and how they name things. */
export interface SweeperSpec {
  readonly proxyNames: readonly string[];
  readonly groupNames: readonly string[];
  /** `tot-cmds`. */
  readonly countsCommands: boolean;
  /** Groups whose reply buffers peak (`rbp`); null: the server does not say. */
  readonly pipelining: ReadonlySet<number> | null;
  /** Groups that subscribe or block. */
  readonly waiting: ReadonlySet<number>;
}

interface OpenCell {
  connections: number;
  opened: number;
  closed: number;
  commands: number;
  closedOnce: number;
  waiting: number;
  pipelining: number;
  busiest: { connections: number; commands: number };
  readonly exposureSec: number[];
  readonly closedByAge: number[];
  readonly idle: number[];
  readonly idleAtClose: number[];
}

/** Lists one node's connections as CLIENT LIST does (whole seconds) and counts as the ledger's contract says, by itself. */
export class NodeSweeper {
  private previousAtMs: number | null = null;
  private givenBefore = 0;

  constructor(
    private readonly node: number,
    private readonly spec: SweeperSpec,
    private readonly connections: SimulatedConnections,
  ) {}

  sweep(atMs: number): SkewSweep {
    const previousAtMs = this.previousAtMs;
    const cells = new Map<number, OpenCell>();
    const newIds = this.countOpen(cells, atMs, previousAtMs);
    this.countClosed(cells, atMs, previousAtMs);
    if (this.spec.countsCommands && previousAtMs !== null) this.countBusiest(cells);
    for (const slot of this.connections.open[this.node] ?? []) this.connections.commands[slot] = 0;
    const given = this.connections.given[this.node] ?? 0;
    const unattributed = previousAtMs === null ? null : given - this.givenBefore - newIds;
    this.givenBefore = given;
    this.previousAtMs = atMs;
    const { proxyNames, groupNames } = this.spec;
    const named = [...cells].map(([key, cell]): ConnectionCell => {
      const proxy = Math.floor(key / groupNames.length) - 1;
      return {
        proxy: proxy < 0 ? null : (proxyNames[proxy] ?? null),
        group: groupNames[key % groupNames.length] ?? "",
        connections: cell.connections,
        opened: cell.opened,
        closed: cell.closed,
        commands: this.spec.countsCommands && previousAtMs !== null ? cell.commands : null,
        profile: this.profileOf(cell, previousAtMs === null),
      };
    });
    const node = `node-${this.node}`;
    return { node, runId: `run-${this.node}`, atMs, previousAtMs, isGap: false, unattributed, cells: named };
  }

  private countOpen(cells: Map<number, OpenCell>, atMs: number, previousAtMs: number | null): number {
    const all = this.connections;
    let newIds = 0;
    for (const slot of all.open[this.node] ?? []) {
      const cell = this.cellOf(cells, slot);
      const group = all.group[slot] ?? 0;
      const ageSec = Math.floor((atMs - (all.openedAtMs[slot] ?? 0)) / 1000);
      const idleSec = Math.max(0, Math.floor((atMs - (all.usedAtMs[slot] ?? 0)) / 1000));
      const seen = all.seen[slot] ?? 0;
      cell.connections++;
      cell.commands += all.commands[slot] ?? 0;
      if (this.spec.waiting.has(group)) cell.waiting++;
      else bump(cell.idle, bucketUpTo(IDLE_BOUNDS_SEC, idleSec));
      if (this.spec.pipelining?.has(group)) cell.pipelining++;
      if (seen === 0) {
        newIds++;
        if (previousAtMs !== null) cell.opened++;
      }
      if (previousAtMs !== null) {
        const livedSec = Math.min(ageSec, (atMs - previousAtMs) / 1000);
        live(cell.exposureSec, ageSec - livedSec, ageSec);
      }
      all.seen[slot] = Math.min(seen + 1, 2);
      all.idleWhenSeenSec[slot] = idleSec;
    }
    return newIds;
  }

  private countClosed(cells: Map<number, OpenCell>, atMs: number, previousAtMs: number | null): void {
    const all = this.connections;
    const closed = all.closedSince[this.node] ?? [];
    if (previousAtMs !== null) {
      const halfSec = (atMs - previousAtMs) / 2000;
      for (const slot of closed) {
        const cell = this.cellOf(cells, slot);
        const ageBeforeSec = Math.floor((previousAtMs - (all.openedAtMs[slot] ?? 0)) / 1000);
        cell.closed++;
        live(cell.exposureSec, ageBeforeSec, ageBeforeSec + halfSec);
        bump(cell.closedByAge, bucketBelow(AGE_BOUNDS_SEC, ageBeforeSec + halfSec));
        bump(cell.idleAtClose, bucketUpTo(IDLE_BOUNDS_SEC, all.idleWhenSeenSec[slot] ?? 0));
        if ((all.seen[slot] ?? 0) === 1) cell.closedOnce++;
      }
    }
    closed.length = 0;
  }

  /** Of the node's connections the busiest twentieth, at least one. */
  private countBusiest(cells: Map<number, OpenCell>): void {
    const all = this.connections;
    const open = all.open[this.node] ?? [];
    if (open.length === 0) return;
    const counts = new Float64Array(open.length);
    for (let at = 0; at < open.length; at++) counts[at] = all.commands[open[at] ?? 0] ?? 0;
    counts.sort();
    const places = Math.max(1, Math.floor(open.length / 20));
    const least = counts[open.length - places] ?? 0;
    let ties = places - counts.subarray(open.length - places).filter((count) => count > least).length;
    for (const slot of open) {
      const commands = all.commands[slot] ?? 0;
      if (commands < least || (commands === least && ties-- <= 0)) continue;
      const { busiest } = this.cellOf(cells, slot);
      busiest.connections++;
      busiest.commands += commands;
    }
  }

  private cellOf(cells: Map<number, OpenCell>, slot: number): OpenCell {
    const proxy = this.connections.proxy[slot] ?? -1;
    const key = (proxy + 1) * this.spec.groupNames.length + (this.connections.group[slot] ?? 0);
    const known = cells.get(key);
    if (known !== undefined) return known;
    const cell: OpenCell = {
      connections: 0,
      opened: 0,
      closed: 0,
      commands: 0,
      closedOnce: 0,
      waiting: 0,
      pipelining: 0,
      busiest: { connections: 0, commands: 0 },
      exposureSec: zeros(AGE_BOUNDS_SEC.length + 1),
      closedByAge: zeros(AGE_BOUNDS_SEC.length + 1),
      idle: zeros(IDLE_BOUNDS_SEC.length + 1),
      idleAtClose: zeros(IDLE_BOUNDS_SEC.length + 1),
    };
    cells.set(key, cell);
    return cell;
  }

  private profileOf(cell: OpenCell, isBaseline: boolean): CellProfile {
    const { exposureSec, closedByAge, closedOnce, idle, idleAtClose, waiting } = cell;
    const busiest = this.spec.countsCommands && !isBaseline ? cell.busiest : null;
    const pipelining = this.spec.pipelining === null ? null : cell.pipelining;
    return { exposureSec, closedByAge, closedOnce, idle, idleAtClose, waiting, busiest, pipelining };
  }
}

function zeros(length: number): number[] {
  return new Array<number>(length).fill(0);
}

function bump(counts: number[], at: number): void {
  counts[at] = (counts[at] ?? 0) + 1;
}

function bucketUpTo(bounds: readonly number[], value: number): number {
  let bucket = 0;
  while (bucket < bounds.length && value > (bounds[bucket] ?? 0)) bucket++;
  return bucket;
}

function bucketBelow(bounds: readonly number[], value: number): number {
  let bucket = 0;
  while (bucket < bounds.length && value >= (bounds[bucket] ?? 0)) bucket++;
  return bucket;
}

/** The span of a life between two ages, cut at the bounds. */
function live(exposureSec: number[], fromSec: number, toSec: number): void {
  let from = Math.max(0, fromSec);
  for (let bucket = bucketBelow(AGE_BOUNDS_SEC, from); from < toSec; bucket++) {
    const end = Math.min(toSec, AGE_BOUNDS_SEC[bucket] ?? Number.POSITIVE_INFINITY);
    exposureSec[bucket] = (exposureSec[bucket] ?? 0) + end - from;
    from = end;
  }
}
