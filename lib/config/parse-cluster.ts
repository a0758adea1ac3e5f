import type { ClusterConfig, PasswordAuth, WatchConfig } from "./fleet";
import { type FleetDocument, notYet, type Place } from "./fleet-document";
import { readName } from "./names";
import { parseClients } from "./parse-clients";
import { parseNodes } from "./parse-nodes";
import { parseProxies } from "./parse-proxies";
import { parseTls } from "./parse-tls";
import { parseWatch, WATCH_KEYS } from "./parse-watch";
import { type Outside, readOpenOrSecret, readSecret } from "./secrets";

const CLUSTER_KEYS = ["id", "name", "nodes", "auth", "tls", "proxies", "clients", "watch"];
const ID_PATTERN = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;
const ID_HINT = "text of lower-case letters, digits and dashes, at most 63: it is part of URLs";

export interface ClusterContext {
  readonly document: FleetDocument;
  readonly fleetPath: string;
  readonly outside: Outside;
  readonly defaults: WatchConfig;
  /** Lines on which ids and node addresses were first used, over the whole file. */
  readonly ids: Map<string, number>;
  readonly nodes: Map<string, number>;
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
  const cluster = {
    name: read("name", (field) => readName(document, field), null) ?? id ?? "",
    seeds: parseNodes(document, place, fields.get("nodes"), context.nodes),
    elasticache: null,
    auth: read("auth", (field) => readAuth(context, field), null),
    tls: read("tls", (field) => parseTls(document, field, fleetPath, outside), null),
    ...read("proxies", (field) => parseProxies(context, field), { proxies: [], proxyDiscovery: [] }),
    groups: read("clients", (field) => parseClients(document, field), []),
    watch: parseWatch(document, fields.get("watch"), context.defaults),
    line: place.line,
  };
  return id === null ? null : { id, ...cluster };
}

/** Keys that belong elsewhere, or to sources that this version does not read: a clear no beats silence. */
function explainClusterKey(key: string): { message: string; hint: string } | null {
  if (WATCH_KEYS.includes(key))
    return { message: `"${key}" belongs under watch`, hint: `watch: { ${key}: … }` };
  if (key === "elasticache") return notYet(key, "list the node addresses under nodes");
  if (key === "endpoints" || key === "timeouts") return notYet(key, "leave it out");
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

function readAuth(context: ClusterContext, place: Place): PasswordAuth | null {
  const { document, fleetPath, outside } = context;
  const fields = document.fields(place, ["username", "password"], (key) =>
    key === "iam" ? notYet(key, "username and password") : null,
  );
  if (fields === null) return null;
  const username = fields.get("username");
  const password = fields.get("password");
  if (password === undefined) document.reportAt(place, "has no password", "password: ${NAME}, or file:PATH");
  return {
    username: username === undefined ? null : readOpenOrSecret(document, username, fleetPath, outside),
    password: (password === undefined ? null : readSecret(document, password, fleetPath, outside)) ?? "",
  };
}
