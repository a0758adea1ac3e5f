import type { Import, SettingValue } from "../model";
import { ImportDraft, type SettingPath } from "./import-draft";
import type { ImportContext, Importer, Likeness } from "./importer";
import { isPlaceholder, PLACEHOLDER } from "./placeholder";

const FORMAT = "Redis configuration";
const MAX_INT = 2 ** 31 - 1;

type Directive =
  | {
      readonly path: SettingPath;
      readonly kind: "time";
      readonly unitMs: 1 | 1000;
      readonly least: number;
      /** What 0 stands for, where it is no time. */
      readonly zero: "infinite" | "unset" | null;
    }
  | { readonly path: SettingPath; readonly kind: "count"; readonly least: number; readonly most: number }
  | { readonly path: SettingPath; readonly kind: "flag" };

const REPL_PING = {
  path: "server.replPingPeriod",
  kind: "time",
  unitMs: 1000,
  least: 1,
  zero: null,
} as const;
const REPLICA_WRITE = { path: "server.closeOnReplicaWrite", kind: "flag" } as const;

/** Units and limits: `src/config.c` of Redis 7.2 and Valkey 8; older names of before Redis 5 mean the same. */
const DIRECTIVES: ReadonlyMap<string, Directive> = new Map<string, Directive>([
  ["timeout", { path: "server.timeout", kind: "time", unitMs: 1000, least: 0, zero: "infinite" }],
  ["tcp-keepalive", { path: "server.tcpKeepalive", kind: "time", unitMs: 1000, least: 0, zero: "unset" }],
  ["maxclients", { path: "server.maxclients", kind: "count", least: 1, most: 2 ** 32 - 1 }],
  ["tcp-backlog", { path: "server.tcpBacklog", kind: "count", least: 0, most: MAX_INT }],
  [
    "cluster-node-timeout",
    { path: "server.clusterNodeTimeout", kind: "time", unitMs: 1, least: 0, zero: null },
  ],
  ["repl-timeout", { path: "server.replTimeout", kind: "time", unitMs: 1000, least: 1, zero: null }],
  ["repl-ping-replica-period", REPL_PING],
  ["repl-ping-slave-period", REPL_PING],
  ["appendonly", { path: "server.appendonly", kind: "flag" }],
  // ElastiCache's parameters, exported as lines.
  ["close-on-replica-write", REPLICA_WRITE],
  ["close-on-slave-write", REPLICA_WRITE],
]);

/** Directives that no other program has in this form. */
const TYPICAL =
  /^(bind|port|protected-mode|tcp-backlog|tcp-keepalive|maxmemory|maxmemory-policy|appendonly|appendfsync|save|dir|dbfilename|maxclients|cluster-enabled|cluster-config-file|cluster-node-timeout|replicaof|slaveof|repl-timeout|requirepass|databases|loglevel|daemonize|client-output-buffer-limit|rename-command|timeout)$/i;

/** redis.conf and valkey.conf; also what `CONFIG REWRITE` writes. */
export const redisConfImporter: Importer = {
  name: "redis-conf",
  format: FORMAT,
  looksLike,
  read: importRedisConf,
};

function looksLike(head: string, fileName: string): Likeness {
  if (/^sentinel /im.test(head)) return "no";
  const found = new Set<string>();
  let others = 0;
  for (const [, word = ""] of head.matchAll(/^[ \t]*([a-zA-Z][\w-]{0,60})[ \t]+[^\s:={]/gm)) {
    if (TYPICAL.test(word)) found.add(word.toLowerCase());
    else others++;
  }
  if (found.size === 0) return "no";
  if (/^(redis|valkey|keydb).*\.conf$/.test(fileName)) return "sure";
  if (found.size >= 3 && others <= 4 * found.size + 20) return "sure";
  return /\.conf$/.test(fileName) || found.size > others ? "likely" : "no";
}

/**
 * The server's settings, of everybody (`subject` null). What has no line is left out: it is Redis' default. `timeout 0` keeps
 * idle clients for ever; `tcp-keepalive 0` is off.
 */
export function importRedisConf(text: string, context: ImportContext): Import {
  const draft = new ImportDraft(FORMAT, context);
  // The last line of a directive wins, by either of its names.
  const last = new Map<SettingPath, { readonly value: SettingValue; readonly line: number } | null>();
  let line = 0;
  for (let at = 0; at <= text.length; ) {
    const end = text.indexOf("\n", at);
    const next = end === -1 ? text.length : end;
    // No directive that matters is long, and lists of commands may be.
    const [name, values] = wordsOf(text.slice(at, Math.min(next, at + 1000)));
    at = next + 1;
    line++;
    if (name === "include") draft.reject(line, "include", "what it includes was not read");
    const directive = DIRECTIVES.get(name);
    if (directive === undefined) continue;
    const read = readDirective(directive, values);
    if (read.kind === "unread") {
      const shown = /^-?[\w.]{1,20}$/.test(values[0] ?? "") ? ` ${values[0]}` : "";
      draft.reject(line, `${name}${shown}`, read.reason);
    }
    last.set(directive.path, read.kind === "unread" ? null : { value: read, line });
  }
  for (const [path, told] of last) if (told !== null) draft.set(path, null, told.value, told.line);
  if (last.size === 0) draft.reject(null, "", "none of its lines sets what belongs to the time-out stack");
  return draft.done();
}

/** The directive in lower case, and its values without their quotes. A `#` begins a comment only at the start of a line. */
function wordsOf(line: string): readonly [string, readonly string[]] {
  const [name = "", ...values] = line.trim().split(/[ \t]+/);
  if (name.startsWith("#")) return ["", []];
  return [name.toLowerCase(), values.map((value) => value.replace(/^(["'])(.*)\1$/, "$2"))];
}

function readDirective(
  directive: Directive,
  [text = "", ...more]: readonly string[],
): SettingValue | { readonly kind: "unread"; readonly reason: string } {
  if (isPlaceholder(text)) return { kind: "unread", reason: PLACEHOLDER };
  if (more.length > 0)
    return { kind: "unread", reason: "Redis reads one value here: a comment needs a line of its own" };
  if (directive.kind === "flag") {
    if (!/^(yes|no)$/i.test(text)) return { kind: "unread", reason: "Redis reads yes or no here" };
    return { kind: "flag", isOn: text.toLowerCase() === "yes" };
  }
  const number = /^\d{1,12}$/.test(text) ? Number(text) : Number.NaN;
  const most = directive.kind === "count" ? directive.most : MAX_INT;
  if (!(number >= directive.least && number <= most))
    return { kind: "unread", reason: `Redis reads a whole number from ${directive.least} to ${most} here` };
  if (directive.kind === "count") return { kind: "count", count: number };
  if (number === 0 && directive.zero !== null) return { kind: directive.zero };
  return { kind: "duration", ms: number * directive.unitMs };
}
