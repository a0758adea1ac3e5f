import { NO_TIMEOUTS } from "./declared-timeouts";
import type { ClusterConfig, ElastiCacheConfig, WatchConfig } from "./fleet";
import { type FleetDocument, notYet, type Place } from "./fleet-document";
import { readName } from "./names";
import { readAuth } from "./parse-auth";
import { parseClients } from "./parse-clients";
import { parseElastiCache } from "./parse-elasticache";
import { parseNodes } from "./parse-nodes";
import { parseProxies } from "./parse-proxies";
import { parseTimeouts } from "./parse-timeouts";
import { parseTls } from "./parse-tls";
import { parseWatch, WATCH_KEYS } from "./parse-watch";
import type { Outside } from "./secrets";

const CLUSTER_KEYS = [
  "id",
  "name",
  "nodes",
  "elasticache",
  "auth",
  "tls",
  "proxies",
  "clients",
  "timeouts",
  "watch",
];
const ID_PATTERN = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;
const IAM_HINT = "elasticache: { region: …, replicationGroup: … }, or a password";
const CACHE_HINT = "name its replicationGroup in place of cacheCluster, or use a password";
const ID_HINT = "text of lower-case letters, digits and dashes, at most 63: it is part of URLs";

export interface ClusterContext {
  readonly document: FleetDocument;
  readonly fleetPath: string;
  readonly outside: Outside;
  readonly defaults: WatchConfig;
  /** Lines on which ids, node addresses and caches were first used, over the whole file. */
  readonly ids: Map<string, number>;
  readonly nodes: Map<string, number>;
  readonly caches: Map<string, number>;
  /** Characters of all files imported so far. */
  readonly imported: { length: number };
}

/** One entry of `clusters`; null when it has no usable id. What is wrong goes to the document. */
export function parseCluster(context: ClusterContext, place: Place): ClusterConfig | null {
  const { document, fleetPath, outside } = context;
  const fields = document.fields(place, CLUSTER_KEYS, explainClusterKey);
  if (fields === null) return null;
  const id = readId(context, place, fields.get("id"));
  const read = <T>(key: string, parse: (field: Place) => T, absent: T): T => {
    const field = fields.get(key);
    return field === undefined ? absent : parse(field);
  };
  const nodes = fields.get("nodes");
  const readCache = (field: Place) => parseElastiCache(context, field, !fields.has("tls"), context.caches);
  const elasticache = read("elasticache", readCache, null);
  const auth = read("auth", (field) => readAuth(context, field), null);
  if (auth !== null && "iamUser" in auth) checkIam(document, fields, elasticache);
  const clients = read("clients", (field) => parseClients(document, field), { groups: [], declared: [] });
  const timeouts = read("timeouts", (field) => parseTimeouts(context, field), NO_TIMEOUTS);
  const cluster = {
    name: read("name", (field) => readName(document, field), null) ?? id ?? "",
    seeds:
      nodes === undefined && fields.has("elasticache")
        ? []
        : parseNodes(document, place, nodes, context.nodes),
    elasticache,
    auth,
    tls: read("tls", (field) => parseTls(document, field, fleetPath, outside), null),
    ...read("proxies", (field) => parseProxies(context, field), { proxies: [], proxyDiscovery: [] }),
    groups: clients.groups,
    watch: parseWatch(document, fields.get("watch"), context.defaults),
    timeouts: { ...timeouts, settings: [...clients.declared, ...timeouts.settings] },
    line: place.line,
  };
  return id === null ? null : { id, ...cluster };
}

/** Keys that belong elsewhere, or to sources that this version does not read: a clear no beats silence. */
function explainClusterKey(key: string): { message: string; hint: string } | null {
  if (WATCH_KEYS.includes(key))
    return { message: `"${key}" belongs under watch`, hint: `watch: { ${key}: … }` };
  if (key === "endpoints") return notYet(key, "leave it out");
  return null;
}

function readId(context: ClusterContext, cluster: Place, place: Place | undefined): string | null {
  const { document, ids } = context;
  if (place === undefined) {
    document.reportAt(cluster, "has no id", ID_HINT);
    return null;
  }
  const id = document.text(place, ID_HINT);
  if (id === null) return null;
  if (!ID_PATTERN.test(id)) {
    document.reportAt(place, `"${id}" is not an id`, ID_HINT);
    return null;
  }
  const line = ids.get(id);
  if (line !== undefined) document.reportAt(place, `"${id}" is used twice`, `first used on line ${line}`);
  ids.set(id, line ?? place.line);
  return id;
}

/** A token is signed for one cache and says who we are to whoever reads it: no cache, no TLS, no token. */
function checkIam(
  document: FleetDocument,
  fields: ReadonlyMap<string, Place>,
  cache: ElastiCacheConfig | null,
): void {
  const [auth, tls] = [fields.get("auth"), fields.get("tls")];
  if (auth === undefined) return;
  if (!fields.has("elasticache"))
    document.reportAt(auth, "IAM tokens are for ElastiCache, and the cluster has no elasticache", IAM_HINT);
  if (cache?.kind === "cache-cluster")
    document.reportAt(auth, "a single cache cluster has no users, and so no IAM tokens", CACHE_HINT);
  if (tls !== undefined && document.scalar(tls) === false)
    document.reportAt(tls, "IAM tokens need TLS", "tls: true, or leave it out: AWS tells");
}
