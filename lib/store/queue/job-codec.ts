import { deserialize, serialize } from "node:v8";
import type { WriteJob } from "./jobs";

/** A job as it lies in the spool. */
export interface SpooledJob {
  readonly bytes: Uint8Array;
  readonly isSweep: boolean;
  /** When room is short it may go; what must not be lost is small. */
  readonly isExpendable: boolean;
}

export function encodeJob(job: WriteJob): SpooledJob {
  return {
    bytes: serialize(job),
    isSweep: job.kind === "sweep",
    isExpendable: job.kind === "sweep" || job.kind === "samples",
  };
}

const KINDS: ReadonlySet<unknown> = new Set<WriteJob["kind"]>([
  "clusters",
  "node",
  "node-gone",
  "sweep",
  "samples",
  "observations",
  "sources",
]);

/** Null: not one of our jobs. Its bytes carried a checksum, so what has a known kind was written by us. */
export function decodeJob(bytes: Uint8Array): WriteJob | null {
  try {
    const value: unknown = deserialize(bytes);
    return isJob(value) ? value : null;
  } catch {
    return null;
  }
}

function isJob(value: unknown): value is WriteJob {
  return typeof value === "object" && value !== null && "kind" in value && KINDS.has(value.kind);
}
