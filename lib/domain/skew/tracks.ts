import { type CellProfile, type ConnectionCell, IDLE_BOUNDS_SEC } from "../connections/model";
import { addIdle, type CellLevel, cellKey } from "./levels";

/** Sums of a cell fade by half in this time: the recent past, without keeping it. */
const HALF_LIFE_MS = 300_000;
/** A point each block; once there are so many, they are thinned out until a point is half a minute: an hour in all. */
const MAX_POINTS = 120;
const COARSEST_MS = 30_000;
/** Slot of the track of a group over all subjects. */
export const ALL_SUBJECTS = -1;
const FORGET_MS = 900_000;

/** Idleness of a cell at one moment. */
export interface TrackPoint {
  readonly atMs: number;
  readonly connections: number;
  readonly idle: readonly number[];
}

/** What is remembered of one (subject, group): its idleness at closing, its busiest connections, its idleness over time. */
export interface CellTrack {
  readonly slot: number;
  readonly group: string;
  level: CellLevel | null;
  updatedMs: number;
  readonly idleAtClose: number[];
  commands: number | null;
  busiest: { connections: number; commands: number } | null;
  points: TrackPoint[];
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
      for (const owner of [slot, ALL_SUBJECTS]) addCell(take(owner, cell.group, atMs), cell, profile, atMs);
    },
    level(levels, atMs) {
      for (const [key, track] of cells) {
        track.level = null;
        if (atMs - track.updatedMs > FORGET_MS) cells.delete(key);
      }
      for (const level of [...levels.values(), ...overSubjects(levels)]) {
        const track = take(level.slot, level.group, atMs);
        track.level = level;
        fade(track, atMs);
        if (level.hasIdle) addPoint(track, level, atMs);
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

function addCell(track: CellTrack, cell: ConnectionCell, profile: CellProfile, atMs: number): void {
  fade(track, atMs);
  for (const [bucket, count] of profile.idleAtClose.entries()) {
    track.idleAtClose[bucket] = (track.idleAtClose[bucket] ?? 0) + count;
  }
  if (cell.commands !== null) track.commands = (track.commands ?? 0) + cell.commands;
  if (profile.busiest === null) return;
  track.busiest ??= { connections: 0, commands: 0 };
  track.busiest.connections = Math.max(track.busiest.connections, profile.busiest.connections);
  track.busiest.commands += profile.busiest.commands;
}

function addPoint(track: CellTrack, level: CellLevel, atMs: number): void {
  const { points } = track;
  points.push({ atMs, connections: level.connections, idle: level.idle.slice() });
  if (points.length <= MAX_POINTS) return;
  const spanMs = atMs - (points[0]?.atMs ?? atMs);
  if (spanMs / points.length < COARSEST_MS) track.points = points.filter((_, at) => at % 2 === 0);
  else points.shift();
}

/** Levels of each group summed over subjects. */
function overSubjects(levels: ReadonlyMap<string, CellLevel>): CellLevel[] {
  const byGroup = new Map<string, CellLevel>();
  for (const level of levels.values()) {
    let sum = byGroup.get(level.group);
    if (sum === undefined) {
      sum = { ...level, slot: ALL_SUBJECTS, idle: level.idle.slice() };
      byGroup.set(level.group, sum);
      continue;
    }
    sum.connections += level.connections;
    addIdle(sum, level);
  }
  return [...byGroup.values()];
}
