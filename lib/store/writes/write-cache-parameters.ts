import type { Store } from "../client";
import type { CacheParametersContent } from "../rows";
import { storableJson, storableText } from "../storable-text";

/** Adds a version of a parameter group, unless the one in force at that moment says the same. */
export async function writeCacheParameters(
  store: Store,
  clusterId: number,
  { since, parameters }: CacheParametersContent,
): Promise<void> {
  const group = storableText(parameters.group);
  const values = storableJson(parameters.values);
  await store.prisma.$executeRaw`
    INSERT INTO cache_parameters (cluster_id, parameter_group, since, parameters)
    SELECT ${clusterId}::int, ${group}::text, ${since}::timestamptz, ${values}::jsonb
    WHERE ${values}::jsonb IS DISTINCT FROM (
      SELECT known.parameters FROM cache_parameters known
      WHERE known.cluster_id = ${clusterId} AND known.parameter_group = ${group} AND known.since <= ${since}::timestamptz
      ORDER BY known.since DESC LIMIT 1)
    ON CONFLICT (cluster_id, parameter_group, since) DO NOTHING`;
}
