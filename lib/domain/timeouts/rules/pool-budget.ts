import type { Lookup } from "../lookup";
import { pathThrough, proxyCountOf, type TimeoutPath, UNCOUNTED_PROXIES } from "../path";
import { inList, saidCount } from "../words";
import { clientFix } from "./fix-code";
import { poolTotal } from "./pool-total";
import { REFERENCES } from "./references";
import { broken, holds, missing, notEvaluated, type Rule } from "./rule";

/** Replicas, cluster bus, monitoring and people: as many as a large cluster needs on one node. */
const RESERVED = 32;
/** Beyond it there is no room for a deployment that overlaps. */
const MOST_SHARE = 0.8;

export const poolBudget: Rule = {
  id: "pool-budget",
  title: "Σ (pods max + surge) × processes × pool + replicas, bus and monitoring ≤ 80 % of maxclients",
  severity: "critical",
  scope: "cluster",
  reference: REFERENCES.serverClients,
  evaluate(path) {
    const maxclients = path.count("server", "maxclients");
    const totals = groupPaths(path).map((own) => ({ own, ...poolTotal(own, "with-surge") }));
    const perProxy = path.count("proxy", "maxServerConnections");
    const inputs: Lookup[] = [maxclients, ...totals.flatMap(({ lookups }) => lookups)];
    if (maxclients.state !== "count") return missing(maxclients);
    const allowed = Math.floor(maxclients.count * MOST_SHARE);
    const atLeast = RESERVED + totals.reduce((sum, { total, atLeast: least }) => sum + (total ?? least), 0);
    const terms = inList(totals.map(({ own, words }) => `${own.group?.name ?? "the clients"} ${words}`));
    const proxies = proxyCountOf(path);
    if (perProxy.state === "count" && proxies === null)
      return notEvaluated(
        `a proxy opens ${saidCount(perProxy)} connections at most, but ${UNCOUNTED_PROXIES}`,
        maxclients,
        perProxy,
      );
    if (
      perProxy.state === "count" &&
      proxies !== null &&
      proxies > 0 &&
      RESERVED + proxies * perProxy.count <= allowed
    ) {
      return holds(
        `On a node up to ${(RESERVED + proxies * perProxy.count).toLocaleString("en-US")} connections, because each of ${proxies} proxies opens ${saidCount(perProxy)} at most`,
        maxclients,
        perProxy,
      );
    }
    const limit = `${allowed.toLocaleString("en-US")}, 80\u202f% of maxclients ${saidCount(maxclients)}`;
    if (atLeast > allowed) {
      const largest = totals.reduce((most, each) =>
        (each.total ?? each.atLeast) > (most.total ?? most.atLeast) ? each : most,
      );
      const sum = atLeast === Number.POSITIVE_INFINITY ? "any number" : atLeast.toLocaleString("en-US");
      return broken(
        {
          sentence: `On a node up to ${sum} connections (${terms}, and ${RESERVED} of others), allowed are ${limit}`,
          consequence: `At full scale the server refuses connections: those that come last, during a rollout or a storm, get an error or, with TLS, only a closed connection.`,
          fix: clientFix(largest.own, `Make the largest pools smaller, or have proxies gather connections`, {
            set: "pool-size",
            count: fittingSize(largest.own, allowed, atLeast),
          }),
          // What has no limit may still stay far below: nobody has counted the callers.
          ...(atLeast === Number.POSITIVE_INFINITY ? { severity: "warning" } : {}),
        },
        ...inputs,
      );
    }
    if (totals.some(({ total }) => total === null)) return missing(...inputs);
    return holds(
      `On a node up to ${atLeast.toLocaleString("en-US")} connections (${terms}, and ${RESERVED} of others), allowed are ${limit}`,
      ...inputs,
    );
  },
};

function groupPaths(path: TimeoutPath): TimeoutPath[] {
  const { stack, proxy } = path;
  return stack.groups.length === 0 ? [path] : stack.groups.map((group) => pathThrough(stack, group, proxy));
}

/** The pool's size with which the largest group takes no more than what the others leave. */
function fittingSize(path: TimeoutPath, allowed: number, sum: number): number {
  const { total, atLeast } = poolTotal(path, "with-surge");
  const own = total ?? atLeast;
  const size = path.count("pool", "maxTotal");
  if (size.state !== "count" || own === Number.POSITIVE_INFINITY || own === 0) {
    const pods = path.count("pod", "podsMax");
    return Math.max(1, pods.state === "count" && pods.count > 0 ? Math.floor(allowed / pods.count / 2) : 8);
  }
  const left = Math.max(0, allowed - (sum - own));
  return Math.max(1, Math.floor((size.count * left) / own));
}
