import { AGE_BUCKETS } from "./age-buckets";
import { ByteReader, CorruptBytes } from "./byte-reader";
import { ByteWriter } from "./byte-writer";
import { unzigzag, zigzag } from "./connection-columns";
import { IDLE_BUCKETS } from "./idle-histogram";
import type { CellProfile, ConnectionCell } from "./model";
import { PROFILES, seal, unseal } from "./sealed-bytes";

/** What a cell's profile holds besides exposure and idling; 0: it has none. */
const KNOWN = 1;
const CLOSED = 2;
const BUSIEST = 4;
const PIPELINING = 8;

export type DecodedProfiles =
  /** In the order of the cells; null: that cell had none. */
  | { readonly state: "ok"; readonly profiles: readonly (CellProfile | null)[] }
  | { readonly state: "corrupt"; readonly reason: string };

/**
 * The profiles of a sweep's cells, in their order. `spanMs`, time since the sweep before, makes the bytes fewer: most
 * exposures are whole multiples of half of it. Exposures are kept to half a millisecond.
 */
export function encodeProfiles(
  cells: readonly Pick<ConnectionCell, "profile">[],
  spanMs: number | null = null,
): Uint8Array {
  const writer = new ByteWriter();
  const span = Math.max(0, Math.round(spanMs ?? 0));
  writer.varint(span);
  writer.varint(cells.length);
  for (const { profile } of cells) writer.byte(partsOf(profile));
  const profiles = cells.flatMap(({ profile }) => profile ?? []);
  const having = (part: number) => profiles.filter((profile) => (partsOf(profile) & part) !== 0);
  const closing = having(CLOSED);
  writeHistograms(
    writer,
    profiles.map((profile) => profile.exposureSec),
    (exposureSec) => writeExposure(writer, Math.round(exposureSec * 2000), span),
  );
  const writeCount = (count: number) => writer.varint(count);
  const writeCounts = (histograms: readonly (readonly number[])[]) =>
    writeHistograms(writer, histograms, writeCount);
  writeCounts(profiles.map((profile) => profile.idle));
  for (const { waiting } of profiles) writer.varint(waiting);
  writeCounts(closing.map((profile) => profile.closedByAge));
  writeCounts(closing.map((profile) => profile.idleAtClose));
  for (const { closedOnce } of closing) writer.varint(closedOnce);
  for (const { busiest } of having(BUSIEST)) {
    writer.varint(busiest?.connections ?? 0);
    writer.varint(busiest?.commands ?? 0);
  }
  for (const { pipelining } of having(PIPELINING)) writer.varint(pipelining ?? 0);
  return seal(PROFILES, writer.finish());
}

/** Reads what `encodeProfiles` wrote of `count` cells. Never throws. */
export function decodeProfiles(bytes: Uint8Array, count: number): DecodedProfiles {
  try {
    const reader = new ByteReader(unseal(PROFILES, bytes));
    const profiles = readProfiles(reader, count);
    reader.end();
    return { state: "ok", profiles };
  } catch (error) {
    if (error instanceof CorruptBytes) return { state: "corrupt", reason: error.message };
    throw error;
  }
}

function readProfiles(reader: ByteReader, count: number): (CellProfile | null)[] {
  const span = reader.varint();
  if (reader.count() !== count) throw new CorruptBytes("not as many cells as there should be");
  const parts = Array.from({ length: count }, () => reader.byte());
  const rows = parts.map((_, cell) => cell).filter((cell) => ((parts[cell] ?? 0) & KNOWN) !== 0);
  const having = (part: number) => rows.filter((cell) => ((parts[cell] ?? 0) & part) !== 0);
  const closing = having(CLOSED);
  const readCount = () => reader.varint();
  const exposure = readHistograms(reader, rows, AGE_BUCKETS, () => readExposure(reader, span) / 2000);
  const idle = readHistograms(reader, rows, IDLE_BUCKETS, readCount);
  const waiting = readPerCell(rows, readCount);
  const closedByAge = readHistograms(reader, closing, AGE_BUCKETS, readCount);
  const idleAtClose = readHistograms(reader, closing, IDLE_BUCKETS, readCount);
  const closedOnce = readPerCell(closing, readCount);
  const busiest = readPerCell(having(BUSIEST), () => ({
    connections: reader.varint(),
    commands: reader.varint(),
  }));
  const pipelining = readPerCell(having(PIPELINING), readCount);
  return parts.map((part, cell) =>
    (part & KNOWN) === 0
      ? null
      : {
          exposureSec: exposure.get(cell) ?? zeros(AGE_BUCKETS),
          closedByAge: closedByAge.get(cell) ?? zeros(AGE_BUCKETS),
          closedOnce: closedOnce.get(cell) ?? 0,
          idle: idle.get(cell) ?? zeros(IDLE_BUCKETS),
          idleAtClose: idleAtClose.get(cell) ?? zeros(IDLE_BUCKETS),
          waiting: waiting.get(cell) ?? 0,
          busiest: busiest.get(cell) ?? null,
          pipelining: pipelining.get(cell) ?? null,
        },
  );
}

function partsOf(profile: CellProfile | undefined): number {
  if (profile === undefined) return 0;
  const closes = [profile.closedOnce, ...profile.closedByAge, ...profile.idleAtClose];
  return (
    KNOWN |
    (closes.some((count) => count > 0) ? CLOSED : 0) |
    (profile.busiest === null ? 0 : BUSIEST) |
    (profile.pipelining === null ? 0 : PIPELINING)
  );
}

/** First which buckets of each are not empty, then those, bucket by bucket: beside each other stands what is alike. */
function writeHistograms(
  writer: ByteWriter,
  histograms: readonly (readonly number[])[],
  write: (value: number) => void,
): void {
  for (const histogram of histograms) {
    writer.varint(histogram.reduce((mask, value, bucket) => (value === 0 ? mask : mask | (1 << bucket)), 0));
  }
  const buckets = histograms[0]?.length ?? 0;
  for (let bucket = 0; bucket < buckets; bucket++) {
    for (const histogram of histograms) if ((histogram[bucket] ?? 0) !== 0) write(histogram[bucket] ?? 0);
  }
}

function readHistograms(
  reader: ByteReader,
  cells: readonly number[],
  buckets: number,
  read: () => number,
): Map<number, number[]> {
  const masks = cells.map(() => reader.varint());
  if (masks.some((mask) => mask >= 2 ** buckets)) throw new CorruptBytes("a bucket that does not exist");
  const histograms = cells.map(() => zeros(buckets));
  for (let bucket = 0; bucket < buckets; bucket++) {
    for (const [row, histogram] of histograms.entries()) {
      if (((masks[row] ?? 0) & (1 << bucket)) !== 0) histogram[bucket] = read();
    }
  }
  return new Map(cells.map((cell, row) => [cell, histograms[row] ?? []]));
}

function readPerCell<Value>(cells: readonly number[], read: () => Value): Map<number, Value> {
  return new Map(cells.map((cell) => [cell, read()]));
}

/** Half milliseconds, as so many halves of the span and, behind an odd number, what that is off. */
function writeExposure(writer: ByteWriter, halfMs: number, spanMs: number): void {
  const halfSpans = spanMs === 0 ? 0 : Math.round(halfMs / spanMs);
  const rest = halfMs - halfSpans * spanMs;
  writer.varint(2 * halfSpans + (rest === 0 ? 0 : 1));
  if (rest !== 0) writer.varint(zigzag(rest));
}

function readExposure(reader: ByteReader, spanMs: number): number {
  const written = reader.varint();
  const halfSpans = Math.floor(written / 2);
  const rest = written % 2 === 0 ? 0 : unzigzag(reader.varint());
  const halfMs = halfSpans * spanMs + rest;
  if (halfMs < 0 || halfMs > Number.MAX_SAFE_INTEGER) throw new CorruptBytes("an exposure that cannot be");
  return halfMs;
}

function zeros(buckets: number): number[] {
  return new Array<number>(buckets).fill(0);
}
