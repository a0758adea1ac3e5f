import { crc32 } from "node:zlib";
import type { SpooledJob } from "./job-codec";

/**
 * A spool file is records one after another: length of the job (4 bytes, lowest first), CRC-32 of the job (4),
 * flags (1), job. A file cut short by a crash ends at its last whole record.
 */
const HEADER_BYTES = 9;
const SWEEP = 1;
const EXPENDABLE = 2;

export function encodeRecord(job: SpooledJob): Uint8Array {
  const header = Buffer.alloc(HEADER_BYTES);
  header.writeUInt32LE(job.bytes.length, 0);
  header.writeUInt32LE(crc32(job.bytes), 4);
  header[8] = (job.isSweep ? SWEEP : 0) | (job.isExpendable ? EXPENDABLE : 0);
  return Buffer.concat([header, job.bytes]);
}

export interface SegmentContent {
  readonly jobs: SpooledJob[];
  /** Bytes at the end that are no whole record. */
  readonly damagedBytes: number;
}

export function decodeRecords(bytes: Buffer): SegmentContent {
  const jobs: SpooledJob[] = [];
  let offset = 0;
  while (offset + HEADER_BYTES <= bytes.length) {
    const length = bytes.readUInt32LE(offset);
    const checksum = bytes.readUInt32LE(offset + 4);
    const flags = bytes[offset + 8] ?? 0;
    const end = offset + HEADER_BYTES + length;
    if (end > bytes.length) break;
    const job = bytes.subarray(offset + HEADER_BYTES, end);
    if (crc32(job) !== checksum) break;
    jobs.push({ bytes: job, isSweep: (flags & SWEEP) !== 0, isExpendable: (flags & EXPENDABLE) !== 0 });
    offset = end;
  }
  return { jobs, damagedBytes: bytes.length - offset };
}
