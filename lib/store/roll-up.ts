import type { Store } from "./client";
import { createPartitions, isMissingPartition } from "./partitions";
import { readPartitions } from "./reads/read-partitions";
import { rollUpHours } from "./writes/roll-up-hours";
import { type RolledUp, rollUpMinutes } from "./writes/roll-up-minutes";

export interface RollUpReport {
  readonly minutes: number;
  readonly hours: number;
}

/**
 * Brings minutes and hours up to `now`: only those that are over, again those whose sweeps came late. Doing it twice
 * changes nothing. To be called about once a minute; after a long absence it catches up in steps.
 */
export async function rollUp(store: Store, now: Date): Promise<RollUpReport> {
  const minutes = await catchUp(store, () => rollUpMinutes(store, now));
  const hours = await catchUp(store, () => rollUpHours(store, now));
  return { minutes, hours };
}

/** More than enough for two weeks of a large fleet; what is left after so many is for the next call. */
const MAX_STEPS = 10_000;

/** One transaction a step, so that a long backlog never holds others up for long. */
async function catchUp(store: Store, step: () => Promise<RolledUp>): Promise<number> {
  let total = 0;
  for (let steps = 0; steps < MAX_STEPS; steps += 1) {
    const { buckets, isBehind } = await retryWithPartitions(store, step);
    total += buckets;
    if (!isBehind || buckets === 0) return total;
  }
  return total;
}

async function retryWithPartitions<T>(store: Store, step: () => Promise<T>): Promise<T> {
  try {
    return await step();
  } catch (error) {
    if (!isMissingPartition(error)) throw error;
    const days = await readPartitions(store, "node_sweep");
    const minuteDays = await readPartitions(store, "node_rollup_minute");
    await createPartitions(store, ["node_rollup_minute", "connection_rollup_minute"], days);
    await createPartitions(store, ["node_rollup_hour", "connection_rollup_hour"], [...days, ...minuteDays]);
    return await step();
  }
}
