import { readFile, rename, unlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import type { QueuedObservation, WriteJob } from "./jobs";

/** Sweeps of one cluster that were given up, until an observation says so in the database. */
const lossSchema = z.object({
  clusterKey: z.string(),
  reason: z.string(),
  sweeps: z.number().int(),
  fromMs: z.number(),
  toMs: z.number(),
});
export type Loss = z.infer<typeof lossSchema>;

/** A record of losses that survives a restart. */
export interface LossBook {
  add(job: WriteJob, reason: string): void;
  /** As observations of kind `gap`, one a cluster and reason. */
  observations(): QueuedObservation[];
  save(): Promise<void>;
  /** After the observations were written. */
  clear(): Promise<void>;
  isEmpty(): boolean;
}

export async function openLossBook(dir: string): Promise<LossBook> {
  const path = join(dir, "losses.json");
  let losses = await readLosses(path);
  return {
    add: (job, reason) => {
      if (job.kind === "sweep") losses = addSweep(losses, job.clusterKey, job.result.atMs, reason);
    },
    observations: () => losses.map(observationOf),
    save: async () => {
      await writeFile(`${path}.new`, JSON.stringify(losses), { mode: 0o600 });
      await rename(`${path}.new`, path);
    },
    clear: async () => {
      losses = [];
      await unlink(path).catch(() => {});
    },
    isEmpty: () => losses.length === 0,
  };
}

export function addSweep(losses: readonly Loss[], clusterKey: string, atMs: number, reason: string): Loss[] {
  const known = losses.find((loss) => loss.clusterKey === clusterKey && loss.reason === reason);
  const grown: Loss = {
    clusterKey,
    reason,
    sweeps: (known?.sweeps ?? 0) + 1,
    fromMs: Math.min(known?.fromMs ?? atMs, atMs),
    toMs: Math.max(known?.toMs ?? atMs, atMs),
  };
  return [...losses.filter((loss) => loss !== known), grown];
}

/** At the end of the stretch: that is when it was over. */
export function observationOf(loss: Loss): QueuedObservation {
  const sweeps = loss.sweeps === 1 ? "1 sweep" : `${loss.sweeps.toLocaleString("en")} sweeps`;
  const [from, to] = [clockOf(loss.fromMs), clockOf(loss.toMs)];
  return {
    clusterKey: loss.clusterKey,
    address: null,
    at: new Date(loss.toMs),
    subject: loss.clusterKey,
    kind: "gap",
    before: null,
    after: null,
    sentence: `${sweeps} from ${from} to ${to} UTC could not be stored: ${loss.reason}.`,
    source: "collector",
    precisionMs: 1_000,
  };
}

/** "2026-11-22 12:00:10" */
function clockOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 19).replace("T", " ");
}

async function readLosses(path: string): Promise<Loss[]> {
  try {
    return z.array(lossSchema).parse(JSON.parse(await readFile(path, "utf8")));
  } catch {
    return [];
  }
}
