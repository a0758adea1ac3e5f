import { deserialize, serialize } from "node:v8";
import { decodeProfiles, encodeProfiles } from "@/lib/domain/connections/cell-profile-codec";
import type { SweepJob, WriteJob } from "./jobs";

/** A job as it lies in the spool. */
export interface SpooledJob {
  readonly bytes: Uint8Array;
  readonly isSweep: boolean;
  /** When room is short it may go; what must not be lost is small. */
  readonly isExpendable: boolean;
}

const EXPENDABLE: ReadonlySet<WriteJob["kind"]> = new Set(["sweep", "samples", "proxy-samples", "metrics"]);

export function encodeJob(job: WriteJob): SpooledJob {
  return {
    bytes: serialize(job.kind === "sweep" ? packProfiles(job) : job),
    isSweep: job.kind === "sweep",
    isExpendable: EXPENDABLE.has(job.kind),
  };
}

/** As objects the profiles would take ten times the room of all the rest of a sweep. */
interface PackedSweepJob extends SweepJob {
  readonly profileBytes: Uint8Array;
}

function packProfiles(job: SweepJob): SweepJob | PackedSweepJob {
  const { cells, atMs, previousAtMs } = job.result;
  if (cells.every((cell) => cell.profile === undefined)) return job;
  const profileBytes = encodeProfiles(cells, previousAtMs === null ? null : atMs - previousAtMs);
  const bare = cells.map(({ profile: _, ...cell }) => cell);
  return { ...job, result: { ...job.result, cells: bare }, profileBytes };
}

function unpackProfiles(job: SweepJob | PackedSweepJob): SweepJob {
  if (!("profileBytes" in job)) return job;
  const { profileBytes, ...rest } = job;
  const decoded = decodeProfiles(profileBytes, rest.result.cells.length);
  if (decoded.state === "corrupt") return rest;
  const cells = rest.result.cells.map((cell, index) => {
    const profile = decoded.profiles[index] ?? null;
    return profile === null ? cell : { ...cell, profile };
  });
  return { ...rest, result: { ...rest.result, cells } };
}

const KINDS: ReadonlySet<unknown> = new Set<WriteJob["kind"]>([
  "clusters",
  "node",
  "node-gone",
  "sweep",
  "samples",
  "observations",
  "proxy-samples",
  "skew-now",
  "verdicts",
  "sources",
  "metrics",
  "elasticache-now",
  "cache-parameters",
  "cloudwatch-now",
  "cloudwatch-usage",
]);

/** Null: not one of our jobs. Its bytes carried a checksum, so what has a known kind was written by us. */
export function decodeJob(bytes: Uint8Array): WriteJob | null {
  try {
    const value: unknown = deserialize(bytes);
    if (!isJob(value)) return null;
    return value.kind === "sweep" ? unpackProfiles(value) : value;
  } catch {
    return null;
  }
}

function isJob(value: unknown): value is WriteJob {
  return typeof value === "object" && value !== null && "kind" in value && KINDS.has(value.kind);
}
