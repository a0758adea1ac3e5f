import { appendFile, mkdir, readdir, readFile, rename, unlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { SpooledJob } from "./job-codec";
import { decodeRecords, encodeRecord } from "./spool-segment";

/** Jobs on disk, first in, first out. One caller at a time: each call is awaited before the next. */
export interface Spool {
  /** Jobs of sweeps that wait. */
  sweeps(): number;
  isEmpty(): boolean;
  append(jobs: readonly SpooledJob[]): Promise<void>;
  /** The oldest job; the same one until it is taken. */
  peek(): Promise<SpooledJob | null>;
  /** Removes the job that peek gave, unless it was given up meanwhile. */
  take(job: SpooledJob): Promise<void>;
  /** Gives up the oldest jobs until the spool fits, expendable ones first; resolves to them. */
  shrink(): Promise<SpooledJob[]>;
}

export interface SpoolOptions {
  readonly dir: string;
  readonly maxBytes: number;
  /** One line about bytes that could not be read back. */
  readonly onDamage: (message: string) => void;
}

interface Segment {
  readonly path: string;
  bytes: number;
  sweeps: number;
  /** Nothing expendable is left in it. */
  isThin: boolean;
}

/** Small enough to be read at once, large enough for few files. */
const LARGEST_SEGMENT_BYTES = 4 * 1024 * 1024;
const SMALLEST_SEGMENT_BYTES = 64 * 1024;
const NAME = /^(\d{12})\.spool$/;

/** Opens the spool in a folder, with what an earlier process has left in it. */
export async function openSpool(options: SpoolOptions): Promise<Spool> {
  const { dir, maxBytes, onDamage } = options;
  const segmentBytes = Math.max(SMALLEST_SEGMENT_BYTES, Math.min(LARGEST_SEGMENT_BYTES, maxBytes / 16));
  await mkdir(dir, { recursive: true, mode: 0o700 });
  const names = (await readdir(dir)).filter((name) => NAME.test(name)).sort();
  let lastNumber = Number(NAME.exec(names.at(-1) ?? "")?.[1] ?? 0);
  const segments: Segment[] = [];
  /** The oldest segment's jobs, once somebody asked for them; it is not appended to any more. */
  let head: SpooledJob[] | null = null;

  for (const name of names) {
    const segment: Segment = { path: join(dir, name), bytes: 0, sweeps: 0, isThin: false };
    const jobs = await readSegment(segment);
    segment.sweeps = countSweeps(jobs);
    segments.push(segment);
  }
  // A new file for new jobs: behind a record cut short nothing could be found again.
  let tail: Segment | null = null;

  async function readSegment(segment: Segment): Promise<SpooledJob[]> {
    const bytes = await readFile(segment.path);
    segment.bytes = bytes.length;
    const { jobs, damagedBytes } = decodeRecords(bytes);
    if (damagedBytes > 0)
      onDamage(`${damagedBytes} bytes of ${segment.path} cannot be read and were left out`);
    return jobs;
  }

  function tailWithRoom(): Segment {
    if (tail !== null && tail.bytes < segmentBytes) return tail;
    lastNumber += 1;
    const path = join(dir, `${String(lastNumber).padStart(12, "0")}.spool`);
    tail = { path, bytes: 0, sweeps: 0, isThin: false };
    segments.push(tail);
    return tail;
  }

  async function append(jobs: readonly SpooledJob[]): Promise<void> {
    for (let rest = jobs; rest.length > 0; ) {
      const segment = tailWithRoom();
      const records: Uint8Array[] = [];
      let bytes = 0;
      for (const job of rest) {
        if (records.length > 0 && segment.bytes + bytes >= segmentBytes) break;
        const record = encodeRecord(job);
        records.push(record);
        bytes += record.length;
      }
      await appendFile(segment.path, Buffer.concat(records), { mode: 0o600 });
      segment.bytes += bytes;
      segment.sweeps += countSweeps(rest.slice(0, records.length));
      rest = rest.slice(records.length);
    }
  }

  async function peek(): Promise<SpooledJob | null> {
    for (;;) {
      const [first] = segments;
      if (first === undefined) return null;
      if (head === null) {
        if (tail === first) tail = null;
        head = await readSegment(first);
      }
      const [job] = head;
      if (job !== undefined) return job;
      await removeHead(first);
    }
  }

  async function take(job: SpooledJob): Promise<void> {
    const [first] = segments;
    if (first === undefined || head === null || head[0] !== job) return;
    head.shift();
    if (job.isSweep) first.sweeps -= 1;
    if (head.length === 0) await removeHead(first);
  }

  async function removeHead(segment: Segment): Promise<void> {
    segments.shift();
    head = null;
    await unlink(segment.path).catch(() => {});
  }

  async function shrink(): Promise<SpooledJob[]> {
    const lost: SpooledJob[] = [];
    while (totalBytes() > maxBytes) {
      const segment = segments.find((candidate) => !candidate.isThin && candidate !== tail);
      const [oldest] = segments;
      if (segment !== undefined) lost.push(...(await thin(segment)));
      else if (oldest !== undefined && oldest !== tail) lost.push(...(await discard(oldest)));
      else break;
    }
    return lost;
  }

  async function discard(oldest: Segment): Promise<SpooledJob[]> {
    const jobs = head ?? (await readSegment(oldest));
    await removeHead(oldest);
    return jobs;
  }

  /** Rewrites a segment in its place without its expendable jobs, so that the order of the others stays. */
  async function thin(segment: Segment): Promise<SpooledJob[]> {
    const isHead = segment === segments[0] && head !== null;
    const jobs = isHead ? (head ?? []) : await readSegment(segment);
    const kept = jobs.filter((job) => !job.isExpendable);
    const bytes = Buffer.concat(kept.map(encodeRecord));
    await writeFile(`${segment.path}.thin`, bytes, { mode: 0o600 });
    await rename(`${segment.path}.thin`, segment.path);
    segment.bytes = bytes.length;
    segment.sweeps = 0;
    segment.isThin = true;
    if (isHead) head = kept;
    return jobs.filter((job) => job.isExpendable);
  }

  function totalBytes(): number {
    return segments.reduce((sum, segment) => sum + segment.bytes, 0);
  }

  return {
    sweeps: () => segments.reduce((sum, segment) => sum + segment.sweeps, 0),
    isEmpty: () => segments.length === 0,
    append,
    peek,
    take,
    shrink,
  };
}

function countSweeps(jobs: readonly SpooledJob[]): number {
  return jobs.filter((job) => job.isSweep).length;
}
