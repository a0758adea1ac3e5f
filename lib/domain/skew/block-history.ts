import { FIELD, numberAt, openAt, type SkewBlock } from "./block";
import { COUNT_SOURCES, type CountSource, createDetectors, type Detectors } from "./detectors";
import { type Counts, noteEvents } from "./events";
import { createLevels, type Levels } from "./levels";
import type { SkewBy } from "./model";
import { closeBlock, gathered, type OpenBlock, openBlock } from "./open-block";
import { countedOpen, createSubjectTable, type SubjectState, type SubjectTable } from "./subjects";
import { createTracks, type Tracks } from "./tracks";

/** An hour at ten seconds: 360 blocks × 200 subjects × 21 numbers are 12 MB. */
const MAX_BLOCKS = 360;
/** Readings of a block may come in this late. */
export const GRACE_MS = 2000;
/** A node or proxy not heard of for so many blocks says nothing of now. */
const FRESH_BLOCKS = 3;
/** twemproxy sums up over 30 s by default. */
const MIN_FRESH_MS = 45_000;
/** A subject without connections is in rotation if it had some within so many blocks. */
const ROTATION_BLOCKS = 6;

/** What a subject usually has is looked up over so many blocks. */
const PAST_BLOCKS = 12;

/** Everything that is remembered, closed up to a moment. */
export interface BlockHistory {
  readonly blockMs: number;
  readonly subjects: SubjectTable;
  readonly levels: Levels;
  readonly tracks: Tracks;
  readonly detectors: Readonly<Record<CountSource, Detectors>>;
  /** Oldest first. */
  readonly blocks: readonly SkewBlock[];
  /** The block that takes in what happened at this moment; one that is closed already hands over to the oldest open one. */
  blockAt(atMs: number): OpenBlock;
  /** Closes every block that ended by then. */
  closeUntil(untilMs: number): void;
}

export function createBlockHistory(by: SkewBy, sweepIntervalMs: number): BlockHistory {
  const blockMs = Math.max(10_000, sweepIntervalMs);
  const freshMs = Math.max(FRESH_BLOCKS * blockMs, MIN_FRESH_MS);
  const subjects = createSubjectTable();
  const levels = createLevels();
  const tracks = createTracks();
  const detectors = {
    ledger: createDetectors("ledger", blockMs),
    counter: createDetectors("counter", blockMs),
  };
  const blocks: SkewBlock[] = [];
  const open = new Map<number, OpenBlock>();
  let next: number | null = null;

  function openCounts(endMs: number): readonly (number | null)[] {
    const seen = levels.at(endMs - freshMs);
    tracks.level(seen.cells, endMs);
    const counts = new Array<number>(subjects.slots.length).fill(0);
    for (const cell of seen.cells.values()) counts[cell.slot] = (counts[cell.slot] ?? 0) + cell.connections;
    return subjects.slots.map((state, slot) => {
      if (state === null) return null;
      const counted = countedOpen(state, endMs - freshMs);
      if (state.kind === "multiplexing") return counted;
      const known = by === "node" ? state.members.some((node) => seen.nodes.has(node)) : seen.nodes.size > 0;
      return known ? (counts[slot] ?? 0) : counted;
    });
  }

  function close(index: number): void {
    const endMs = (index + 1) * blockMs;
    const now = openCounts(endMs);
    const recent = blocks.slice(-ROTATION_BLOCKS);
    const taking = open.get(index) ?? openBlock(index);
    const past = blocks.slice(-PAST_BLOCKS);
    noteEvents(subjects.slots, (slot) => countsOf(slot, now, past, taking), { atMs: endMs, blockMs });
    const compared = subjects.slots.map(
      (state, slot) => takesPart(state, slot, now, recent) && (state?.maskedUntilMs ?? 0) < endMs,
    );
    const block = closeBlock(taking, {
      endMs,
      open: now,
      compared,
      weights: subjects.slots.map((state) => state?.weight ?? 0),
    });
    open.delete(index);
    blocks.push(block);
    if (blocks.length > MAX_BLOCKS) blocks.shift();
    for (const source of COUNT_SOURCES) detectors[source].feed(block);
    subjects.forget(endMs - (MAX_BLOCKS + 1) * blockMs);
  }

  return {
    blockMs,
    subjects,
    levels,
    tracks,
    detectors,
    blocks,
    blockAt(atMs) {
      // What happened at a block's last moment belongs to it: sweeps fall on round seconds.
      const index = Math.max(Math.ceil(atMs / blockMs) - 1, next ?? Number.NEGATIVE_INFINITY);
      next ??= index;
      let block = open.get(index);
      if (block === undefined) {
        block = openBlock(index);
        open.set(index, block);
      }
      return block;
    },
    closeUntil(untilMs) {
      if (next === null) return;
      const last = Math.floor(untilMs / blockMs) - 1;
      // After a long silence only what can still be remembered is walked through.
      if (last - next > MAX_BLOCKS) {
        for (const index of [...open.keys()].filter((key) => key < last - MAX_BLOCKS)) open.delete(index);
        next = last - MAX_BLOCKS;
      }
      for (; next <= last; next++) close(next);
    },
  };
}

function countsOf(
  slot: number,
  now: readonly (number | null)[],
  past: readonly SkewBlock[],
  taking: OpenBlock,
): Counts {
  const closedIn = (block: SkewBlock | undefined): number =>
    block === undefined
      ? 0
      : numberAt(block, slot, FIELD.ledgerClosed) + numberAt(block, slot, FIELD.ledgerOnce);
  const closed =
    closedIn(past.at(-1)) +
    gathered(taking, slot, FIELD.ledgerClosed) +
    gathered(taking, slot, FIELD.ledgerOnce);
  return { open: [...past.map((block) => openAt(block, slot)), now[slot] ?? null], closed };
}

/** In rotation: declared with a weight, and with connections now or lately. */
function takesPart(
  state: SubjectState | null,
  slot: number,
  now: readonly (number | null)[],
  recent: readonly SkewBlock[],
): boolean {
  if (state === null || !state.declared || !(state.weight > 0)) return false;
  const open = now[slot] ?? null;
  if (open === null) return false;
  return open > 0 || recent.some((block) => (openAt(block, slot) ?? 0) > 0);
}
