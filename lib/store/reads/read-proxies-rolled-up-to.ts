import type { Store } from "../client";
import type { RollupResolution } from "./bucket-rows";

/** Until when statistics of the proxies are summed in minutes or hours; null: not at all. */
export async function readProxiesRolledUpTo(
  store: Store,
  proxyIds: readonly number[],
  resolution: RollupResolution,
): Promise<Date | null> {
  const rows = await store.prisma.$queryRaw<{ upTo: Date | null }[]>`
    SELECT max(newest.at) + ('1 ' || ${resolution}::text)::interval AS "upTo"
    FROM unnest(${[...proxyIds]}::int[]) AS p (proxy_id)
    CROSS JOIN LATERAL (
      SELECT at FROM proxy_rollup r
      WHERE r.resolution = ${resolution} AND r.proxy_id = p.proxy_id ORDER BY at DESC LIMIT 1
    ) newest`;
  return rows[0]?.upTo ?? null;
}
