import { limitMs } from "../lookup";
import { inMs, saidMs } from "../words";
import { clientFix } from "./fix-code";
import { REFERENCES } from "./references";
import { broken, clientsOf, holds, isUnknown, missing, type Rule } from "./rule";

export const dnsCacheWithinFailover: Rule = {
  id: "dns-cache-within-failover",
  title: "record TTL + client DNS cache ≤ failover budget",
  severity: "warning",
  scope: "group",
  reference: REFERENCES.jvmDns,
  evaluate(path) {
    const cache = path.duration("client", "dnsCacheTtl");
    const ttl = path.duration("dns", "ttl");
    const budget = path.duration("failover-budget", "forced");
    const who = clientsOf(path);
    // Nothing set is no cache.
    const cacheMs = cache.state === "unset" ? 0 : limitMs(cache);
    const budgetMs = limitMs(budget);
    if (cacheMs === Number.POSITIVE_INFINITY) {
      return broken(
        {
          sentence: `${who}: the client keeps a name's address ${saidMs(cache)}`,
          consequence:
            "After a failover it connects to the old primary until it is restarted: writes fail with READONLY, or go nowhere.",
          fix: JVM_FIX,
          severity: "critical",
        },
        cache,
      );
    }
    const ttlMs = ttl.state === "unset" ? 0 : limitMs(ttl);
    if (budgetMs === null) return missing(budget);
    const atLeastMs = (cacheMs ?? 0) + (ttlMs ?? 0);
    if (atLeastMs > budgetMs) {
      return broken(
        {
          sentence: `${who}: record TTL ${saidMs(ttl)} + client cache ${saidMs(cache)} = ${inMs(atLeastMs)}, but a failover takes ${saidMs(budget)}`,
          consequence: `For up to ${inMs(atLeastMs - budgetMs)} after the failover has ended, the client still connects to the old primary.`,
          fix: (ttlMs ?? 0) > budgetMs ? recordFix(budgetMs) : JVM_FIX,
        },
        cache,
        ttl,
        budget,
      );
    }
    if (cacheMs === null || ttlMs === null) return missing(cache, ttl);
    return holds(
      `${who}: a new address is known ${inMs(atLeastMs)} after the record changed, within ${saidMs(budget)}`,
      cache,
      ttl,
      budget,
    );
  },
};

/** No cache of a client helps where the record alone lives for too long. */
function recordFix(budgetMs: number) {
  const sec = Math.max(1, Math.min(5, Math.floor(budgetMs / 2000)));
  return {
    sentence: `Let the record live for ${sec}\u202fs, and clients keep addresses no longer`,
    code: null,
    language: null,
  };
}

const JVM_FIX = {
  sentence: "Keep resolved addresses for 5\u202fs or less (on the JVM)",
  code: "networkaddress.cache.ttl=5\nnetworkaddress.cache.negative.ttl=1",
  language: "properties",
};

export const topologyRefreshWithinFailover: Rule = {
  id: "topology-refresh-within-failover",
  title: "topology scan interval ≤ planned-failover budget",
  severity: "warning",
  scope: "group",
  reference: REFERENCES.lettuceTopology,
  evaluate(path) {
    const refresh = path.duration("client", "topologyRefresh");
    const budget = path.duration("failover-budget", "planned");
    const budgetMs = limitMs(budget);
    if (isUnknown(refresh) || budgetMs === null) return missing(refresh, budget);
    const who = clientsOf(path);
    if (refresh.state !== "duration") {
      return holds(`${who}: the client does not rely on a topology scan`, refresh);
    }
    if (refresh.ms <= budgetMs) {
      return holds(
        `${who}: the topology is scanned every ${saidMs(refresh)}, within ${saidMs(budget)}`,
        refresh,
        budget,
      );
    }
    return broken(
      {
        sentence: `${who}: the topology is scanned every ${saidMs(refresh)}, but a planned failover takes ${saidMs(budget)}`,
        consequence: `A failover that is over in ${inMs(budgetMs)} is noticed up to ${inMs(refresh.ms)} after it began.`,
        fix: clientFix(path, `Scan the topology every ${inMs(budgetMs)} or more often`, {
          set: "topology-refresh",
          ms: budgetMs,
        }),
      },
      refresh,
      budget,
    );
  },
};
