import type { Store } from "@/lib/store/client";
import type { ProxyBucketRange, ProxyBuckets } from "@/lib/store/reads/proxy-bucket-rows";
import { readProxiesRolledUpTo } from "@/lib/store/reads/read-proxies-rolled-up-to";
import { readProxyBucketsOfRollups } from "@/lib/store/reads/read-proxy-buckets-of-rollups";
import { readProxyBucketsOfSamples } from "@/lib/store/reads/read-proxy-buckets-of-samples";
import { portionsOf } from "../portions";
import type { SeriesPlan } from "../resolution";

/** By proxy id: hours as far as they are rolled up, then minutes, then samples. */
export async function readProxyBuckets(
  store: Store,
  proxyIds: readonly number[],
  { grid, resolution }: SeriesPlan,
): Promise<Map<number, ProxyBuckets[]>> {
  const byProxy = new Map<number, ProxyBuckets[]>();
  if (proxyIds.length === 0) return byProxy;
  const portions = await portionsOf(resolution, grid, (rollup) =>
    readProxiesRolledUpTo(store, proxyIds, rollup),
  );
  for (const { resolution: part, fromMs, toMs } of portions) {
    const range: ProxyBucketRange = { proxyIds, startMs: grid.startMs, stepMs: grid.stepMs, fromMs, toMs };
    const rows =
      part === "sweep"
        ? await readProxyBucketsOfSamples(store, range)
        : await readProxyBucketsOfRollups(store, range, part);
    for (const row of rows) byProxy.set(row.proxyId, [...(byProxy.get(row.proxyId) ?? []), row]);
  }
  return byProxy;
}
