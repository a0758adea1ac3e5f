import { type ConnectionCell, IDLE_BOUNDS_SEC } from "../connections/model";
import { type CellLevel, cellKey } from "./levels";

/** Sums of a cell fade by half in this time: the recent past, without keeping it. */
const HALF_LIFE_MS = 300_000;
/** One point each half minute, for an hour. */
const POINT_MS = 30_000;
const MAX_POINTS = 120;
const FORGET_MS = 900_000;

/** Idleness and churn of a cell over half a minute. */
export interface TrackPoint {
  readonly atMs: number;
  readonly connections: number;
  readonly waiting: number;
  readonly idle: readonly number[];
  readonly closed: number;
  readonly exposureSec: number;
}

/** What is remembered of one (subject, group): its idleness at closing, its busiest connections, a point each half minute. */
export interface CellTrack {
  readonly slot: number;
  readonly group: string;
  level: CellLevel | null;
  updatedMs: number;
  readonly idleAtClose: number[];
  commands: number | null;
  busiest: { connections: number; commands: number } | null;
  points: TrackPoint[];
  pendingClosed: number;
  pendingExposureSec: number;
  pendingSinceMs: number;
}

export interface Tracks {
  readonly cells: ReadonlyMap<string, CellTrack>;
  add(slot: number, cell: ConnectionCell, atMs: number): void;
  /** Levels at the end of a block. */
  level(levels: ReadonlyMap<string, CellLevel>, atMs: number): void;
}

export function createTracks(): Tracks {
  const cells = new Map<string, CellTrack>();

  function take(slot: number, group: string, atMs: number): CellTrack {
    const key = cellKey(slot, group);
    let track = cells.get(key);
    if (track === undefined) {
      track = newTrack(slot, group, atMs);
      cells.set(key, track);
    }
    return track;
  }

  return {
    cells,
    add(slot, cell, atMs) {
      const { profile } = cell;
      if (profile === undefined) return;
      const track = take(slot, cell.group, atMs);
      fade(track, atMs);
      for (const [bucket, count] of profile.idleAtClose.entries()) {
        track.idleAtClose[bucket] = (track.idleAtClose[bucket] ?? 0) + count;
      }
      if (cell.commands !== null) track.commands = (track.commands ?? 0) + cell.commands;
      if (profile.busiest !== null) {
        track.busiest ??= { connections: 0, commands: 0 };
        track.busiest.connections = Math.max(track.busiest.connections, profile.busiest.connections);
        track.busiest.commands += profile.busiest.commands;
      }
      track.pendingClosed += Math.max(0, cell.closed - profile.closedOnce);
      track.pendingExposureSec += profile.exposureSec.reduce((sum, sec) => sum + sec, 0);
    },
    level(levels, atMs) {
      for (const [key, track] of cells) {
        track.level = null;
        if (atMs - track.updatedMs > FORGET_MS && !levels.has(key)) cells.delete(key);
      }
      for (const level of levels.values()) {
        const track = take(level.slot, level.group, atMs);
        track.level = level;
        fade(track, atMs);
        if (level.hasIdle && atMs - track.pendingSinceMs >= POINT_MS) addPoint(track, level, atMs);
      }
    },
  };
}

function newTrack(slot: number, group: string, atMs: number): CellTrack {
  return {
    slot,
    group,
    level: null,
    updatedMs: atMs,
    idleAtClose: new Array<number>(IDLE_BOUNDS_SEC.length + 1).fill(0),
    commands: null,
    busiest: null,
    points: [],
    pendingClosed: 0,
    pendingExposureSec: 0,
    pendingSinceMs: atMs,
  };
}

function fade(track: CellTrack, atMs: number): void {
  const keep = 0.5 ** (Math.max(0, atMs - track.updatedMs) / HALF_LIFE_MS);
  track.updatedMs = Math.max(track.updatedMs, atMs);
  for (const [bucket, count] of track.idleAtClose.entries()) track.idleAtClose[bucket] = count * keep;
  if (track.commands !== null) track.commands *= keep;
  if (track.busiest !== null) {
    track.busiest.connections *= keep;
    track.busiest.commands *= keep;
  }
}

function addPoint(track: CellTrack, level: CellLevel, atMs: number): void {
  track.points.push({
    atMs,
    connections: level.connections,
    waiting: level.waiting,
    idle: level.idle.slice(),
    closed: track.pendingClosed,
    exposureSec: track.pendingExposureSec,
  });
  if (track.points.length > MAX_POINTS) track.points.shift();
  track.pendingClosed = 0;
  track.pendingExposureSec = 0;
  track.pendingSinceMs = atMs;
}
