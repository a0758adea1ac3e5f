import type { Store } from "./client";
import { createPartitions, isMissingPartition, type PartitionedTable } from "./partitions";
import { readPartitions } from "./reads/read-partitions";
import { rollUpHours } from "./writes/roll-up-hours";
import { type RolledUp, rollUpMinutes } from "./writes/roll-up-minutes";
import { rollUpProxyHours } from "./writes/roll-up-proxy-hours";
import { rollUpProxyMinutes } from "./writes/roll-up-proxy-minutes";

/** Buckets written, those of nodes and of proxies together. */
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
  const proxyMinutes = await catchUp(store, () => rollUpProxyMinutes(store, now));
  const proxyHours = await catchUp(store, () => rollUpProxyHours(store, now));
  return { minutes: minutes + proxyMinutes, hours: hours + proxyHours };
}

/** Whose partitions tell which are needed where it is summed into: days become days, then months. */
const LADDERS: readonly (readonly [PartitionedTable, readonly PartitionedTable[]])[] = [
  ["node_sweep", ["node_rollup_minute", "connection_rollup_minute"]],
  ["node_rollup_minute", ["node_rollup_hour", "connection_rollup_hour"]],
  ["proxy_sample", ["proxy_rollup_minute"]],
  ["proxy_rollup_minute", ["proxy_rollup_hour"]],
];

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
    for (const [from, to] of LADDERS) {
      const days = await readPartitions(store, from);
      await createPartitions(store, [...to], days);
    }
    return await step();
  }
}
