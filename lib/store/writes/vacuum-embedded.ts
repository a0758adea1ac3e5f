import type { Store } from "../client";

/**
 * No autovacuum runs in the embedded database. One statement a table, so that others get their turn in between; what
 * has not changed since the last time is passed over by its visibility map.
 */
export async function vacuumEmbedded(store: Store, analyzeSince: Date): Promise<void> {
  const { prisma } = store;
  await prisma.$executeRaw`VACUUM (ANALYZE) cluster, node, proxy, client_group, collector, source_status`;
  await prisma.$executeRaw`VACUUM (ANALYZE) observation`;
  await prisma.$executeRaw`VACUUM node_rollup`;
  await prisma.$executeRaw`VACUUM connection_rollup`;
  await prisma.$executeRaw`VACUUM node_sample`;
  await prisma.$executeRaw`VACUUM node_keyframe`;
  await prisma.$executeRaw`VACUUM node_sweep`;
  await prisma.$queryRaw`SELECT analyze_recent_partitions(${analyzeSince}::timestamptz)`;
}
