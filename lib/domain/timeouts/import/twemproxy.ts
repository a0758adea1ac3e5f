import type { Import, SettingValue } from "../model";
import { ImportDraft, type KnownDefault, type SettingPath } from "./import-draft";
import type { ImportContext, Importer, Likeness } from "./importer";
import { isPlaceholder, PLACEHOLDER } from "./placeholder";
import { splitYamlDocuments } from "./yaml-documents";
import { readYaml, type YamlEntry, type YamlNode } from "./yaml-tree";

const FORMAT = "twemproxy configuration";
const DEFAULTS: KnownDefault = {
  name: "twemproxy default",
  reference: "https://github.com/twitter/twemproxy#configuration",
};
/** nutcracker reads numbers as C's int. */
const MAX_NUMBER = 2 ** 31 - 1;

type Kind = "time" | "count" | "flag";

interface PoolKey {
  readonly key: string;
  readonly kind: Kind;
  readonly paths: readonly SettingPath[];
  /** What nutcracker 0.5 does without it; null: nothing limits it. */
  readonly otherwise: SettingValue | null;
}

/** https://github.com/twitter/twemproxy#configuration , times in ms; defaults in src/nc_conf.h */
const POOL_KEYS: readonly PoolKey[] = [
  // One number for both: how long a connection may take to open, and an answer to come.
  { key: "timeout", kind: "time", paths: ["proxy.connectTimeout", "proxy.responseTimeout"], otherwise: null },
  {
    key: "server_connections",
    kind: "count",
    paths: ["proxy.maxServerConnections"],
    otherwise: { kind: "count", count: 1 },
  },
  { key: "backlog", kind: "count", paths: ["proxy.tcpBacklog"], otherwise: { kind: "count", count: 512 } },
  {
    key: "auto_eject_hosts",
    kind: "flag",
    paths: ["proxy.ejectsServers"],
    otherwise: { kind: "flag", isOn: false },
  },
  {
    key: "server_retry_timeout",
    kind: "time",
    paths: ["proxy.retryAfter"],
    otherwise: { kind: "duration", ms: 30_000 },
  },
  // On connections of clients, not of servers (src/nc_proxy.c).
  {
    key: "tcpkeepalive",
    kind: "flag",
    paths: ["proxy.clientKeepalive"],
    otherwise: { kind: "flag", isOn: false },
  },
];
const OTHER_KEYS = new Set(
  "listen hash hash_tag distribution client_connections redis redis_auth redis_db preconnect server_failure_limit servers".split(
    " ",
  ),
);

/** nutcracker.yml: pools by name. */
export const twemproxyImporter: Importer = {
  name: "twemproxy",
  format: FORMAT,
  looksLike,
  read: importTwemproxy,
};

function looksLike(head: string, fileName: string): Likeness {
  if (/^(apiVersion|kind):/m.test(head)) return "no";
  const has = (key: string): boolean =>
    new RegExp(`(^[ \\t]+|[{,][ \\t]*)["']?${key}["']?[ \\t]*:`, "m").test(head);
  if (!has("listen") || !has("servers")) return "no";
  const own = [
    "hash",
    "distribution",
    "auto_eject_hosts",
    "server_retry_timeout",
    "server_failure_limit",
    "preconnect",
  ];
  return own.some(has) || /nutcracker|twemproxy/.test(fileName) ? "sure" : "likely";
}

/**
 * Pools that speak Redis; `subject`: the pool's name. Without `timeout` twemproxy waits for ever: unset; at 0 too: infinite.
 * It closes no connection for being idle: `clientTimeout` and `serverTimeout` are unset.
 */
export function importTwemproxy(text: string, context: ImportContext): Import {
  const draft = new ImportDraft(FORMAT, context);
  let pools = 0;
  for (const part of splitYamlDocuments(text)) {
    const { root, rejects } = readYaml(part.text, part.firstLine);
    draft.rejectAll(rejects);
    for (const pool of root?.kind === "map" ? root.entries : []) {
      if (!isPool(pool.value)) continue;
      pools++;
      readPool(pool, draft);
    }
  }
  if (pools === 0) draft.reject(null, "", "there is no pool: a name, and below it listen and servers");
  return draft.done();
}

function isPool(node: YamlNode): boolean {
  return node.kind === "map" && node.entries.some(({ key }) => key === "listen" || key === "servers");
}

function readPool({ key: name, line, value: pool }: YamlEntry, draft: ImportDraft): void {
  const entries = new Map(pool.kind === "map" ? pool.entries.map((entry) => [entry.key, entry]) : []);
  const redis = entries.get("redis")?.value;
  if (redis?.kind !== "scalar" || redis.text !== "true") {
    draft.reject(line, name, "without `redis: true` a pool speaks memcached: it was left out");
    return;
  }
  draft.set("proxy.clientTimeout", name, { kind: "unset" }, line);
  const timeout = entries.get("timeout");
  // While the wait for an answer is unknown, it is not said that a server may be silent for ever.
  if (timeout === undefined || readValue(timeout.value, "time").kind !== "unread")
    draft.set("proxy.serverTimeout", name, { kind: "unset" }, line);
  for (const { key, kind, paths, otherwise } of POOL_KEYS) {
    const entry = entries.get(key);
    if (entry === undefined) {
      for (const path of paths) {
        if (otherwise === null) draft.set(path, name, { kind: "unset" }, line);
        else draft.assume(path, name, otherwise, DEFAULTS);
      }
      continue;
    }
    const value = readValue(entry.value, kind);
    if (value.kind === "unread") draft.reject(entry.line, shown(entry), value.reason);
    else for (const path of paths) draft.set(path, name, value, entry.line);
  }
  for (const { key, line } of entries.values()) {
    const isKnown = OTHER_KEYS.has(key) || POOL_KEYS.some((known) => known.key === key);
    if (!isKnown && /time|connect|alive|retry|eject|backlog/i.test(key))
      draft.reject(line, key, "nutcracker 0.5 knows no such key");
  }
}

function readValue(
  node: YamlNode,
  kind: Kind,
): SettingValue | { readonly kind: "unread"; readonly reason: string } {
  const text = node.kind === "scalar" ? node.text : "";
  if (isPlaceholder(text)) return { kind: "unread", reason: PLACEHOLDER };
  if (kind === "flag") {
    // nutcracker takes these two words and no other.
    if (text === "true" || text === "false") return { kind: "flag", isOn: text === "true" };
    return { kind: "unread", reason: "nutcracker reads true or false here" };
  }
  const number = /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN;
  if (!(number <= MAX_NUMBER)) {
    const unit = kind === "time" ? " of milliseconds" : "";
    return { kind: "unread", reason: `nutcracker reads a whole number${unit} here, up to ${MAX_NUMBER}` };
  }
  if (kind === "count") return { kind: "count", count: number };
  return number === 0 ? { kind: "infinite" } : { kind: "duration", ms: number };
}

function shown({ key, value }: YamlEntry): string {
  return value.kind === "scalar" && /^-?[\w.]{1,20}$/.test(value.text) ? `${key}: ${value.text}` : key;
}
