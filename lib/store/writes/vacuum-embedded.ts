import type { Store } from "../client";

/** Partitioned tables: VACUUM goes through all their partitions. */
const PARENTS = [
  "node_rollup",
  "connection_rollup",
  "proxy_rollup",
  "node_sample",
  "proxy_sample",
  "metric_hour",
  "node_keyframe",
  "node_sweep",
] as const;
const SMALL = `cluster, node, proxy, client_group, collector, source_status, observation, skew_now, skew_verdict,
  elasticache_now, cache_parameters, metric_series, cloudwatch_now, cloudwatch_usage`;
/** A first pass over a large table takes its time; the statement goes on anyhow if we stop waiting. */
const VACUUM_TIMEOUT_MS = 10 * 60_000;

/**
 * No autovacuum runs in the embedded database. One statement a table, so that others get their turn in between; what
 * has not changed since the last time is passed over by its visibility map.
 */
export async function vacuumEmbedded(store: Store, analyzeSince: Date): Promise<void> {
  await vacuum(store, `VACUUM (ANALYZE) ${SMALL}`);
  for (const table of PARENTS) await vacuum(store, `VACUUM ${table}`);
  await store.prisma.$queryRaw`SELECT analyze_recent_partitions(${analyzeSince}::timestamptz)`;
}

async function vacuum(store: Store, text: string): Promise<void> {
  const query = { text, query_timeout: VACUUM_TIMEOUT_MS };
  await store.pool.query(query);
}
