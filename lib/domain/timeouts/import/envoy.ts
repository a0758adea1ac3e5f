import type { Import, SettingValue } from "../model";
import {
  type EnvoyRead,
  envoyAt,
  envoyCount,
  envoyDuration,
  envoyEntry,
  envoyItems,
  envoyText,
} from "./envoy-fields";
import { type EnvoyProxyFilter, envoyProxyFilters, envoyResources } from "./envoy-resources";
import { ImportDraft, type SettingPath } from "./import-draft";
import type { ImportContext, Importer, Likeness } from "./importer";
import { splitYamlDocuments } from "./yaml-documents";
import { readYaml, type YamlEntry, type YamlNode } from "./yaml-tree";

const FORMAT = "Envoy configuration";
const API = "https://www.envoyproxy.io/docs/envoy/latest/api-v3";
const TCP_PROXY = `${API}/extensions/filters/network/tcp_proxy/v3/tcp_proxy.proto`;
const CLUSTER = `${API}/config/cluster/v3/cluster.proto`;
const REDIS_CLUSTER = `${API}/extensions/clusters/redis/v3/redis_cluster.proto`;
const OUTLIERS = `${API}/config/cluster/v3/outlier_detection.proto`;
const CIRCUIT_BREAKERS = `${API}/config/cluster/v3/circuit_breaker.proto`;

/** Bootstrap files, LDS and CDS files, the answer of /config_dump; YAML or JSON, API version 2 or 3. */
export const envoyImporter: Importer = { name: "envoy", format: FORMAT, looksLike, read: importEnvoy };

function looksLike(head: string): Likeness {
  if (/^\s{0,4}["']?apiVersion["']?[ \t]*:/m.test(head)) return "no";
  const has = (keys: string): boolean => new RegExp(`(^|[\\s{,])["']?(${keys})["']?[ \\t]*:`).test(head);
  if (/type\.googleapis\.com\/envoy\./.test(head) || has("static_resources|staticResources")) return "sure";
  if (has("filter_chains|filterChains") || has("op_timeout|opTimeout")) return "sure";
  return has("connect_timeout|connectTimeout") && has("load_assignment|loadAssignment") ? "likely" : "no";
}

/**
 * Settings of the listeners that pass Redis on: by Redis' protocol (redis_proxy) or as bytes (tcp_proxy). `subject`: the
 * listener, `listener/cluster` where it leads to several. redis_proxy closes no connection for being idle:
 * `clientTimeout` and `serverTimeout` are unset.
 */
export function importEnvoy(text: string, context: ImportContext): Import {
  const draft = new ImportDraft(FORMAT, context);
  const roots = splitYamlDocuments(text).map((part) => {
    const { root, rejects } = readYaml(part.text, part.firstLine);
    draft.rejectAll(rejects);
    return root;
  });
  const { listeners, clusters } = envoyResources(roots);
  for (const filter of [...listeners].flatMap(envoyProxyFilters)) {
    const several = filter.clusters.length > 1;
    if (filter.clusters.length === 0) readFilter(filter, new Reading(draft, filter.name));
    for (const name of filter.clusters) {
      const reading = new Reading(draft, several ? `${filter.name}/${name}` : filter.name);
      readFilter(filter, reading);
      const cluster = clusters.get(name);
      if (cluster !== undefined) readCluster(cluster, filter.kind, reading);
      else
        draft.reject(
          filter.config.line,
          name,
          "this cluster is not in the file: how long it waits to connect is not known",
        );
    }
  }
  if (draft.settingCount === 0) draft.reject(null, "", "no listener with redis_proxy or tcp_proxy was found");
  return draft.done();
}

/** Reads fields into the settings of one subject. */
class Reading {
  readonly #draft: ImportDraft;
  readonly #subject: string;

  constructor(draft: ImportDraft, subject: string) {
    this.#draft = draft;
    this.#subject = subject;
  }

  set(path: SettingPath, value: SettingValue, line: number): void {
    this.#draft.set(path, this.#subject, value, line);
  }

  /** `otherwise`: what Envoy does without the field, and where that is written; null: it is not known. */
  read(
    path: SettingPath,
    entry: YamlEntry | null,
    read: (node: YamlNode) => EnvoyRead,
    otherwise: readonly [SettingValue, string] | null,
  ): void {
    if (entry === null) {
      if (otherwise === null) return;
      const [value, reference] = otherwise;
      this.#draft.assume(path, this.#subject, value, { name: "Envoy default", reference });
      return;
    }
    const value = read(entry.value);
    if (value.kind === "unread") this.reject(entry, value.reason);
    else this.set(path, value, entry.line);
  }

  reject({ key, line, value }: YamlEntry, reason: string): void {
    const isPlain = value.kind === "scalar" && /^-?[\w.]{1,20}$/.test(value.text);
    this.#draft.reject(line, isPlain ? `${key}: ${value.text}` : key, reason);
  }
}

function readFilter({ kind, listener, config }: EnvoyProxyFilter, reading: Reading): void {
  if (kind === "redis") {
    reading.set("proxy.clientTimeout", { kind: "unset" }, config.line);
    const timeout = envoyEntry(envoyAt(config, "settings"), "op_timeout");
    reading.read("proxy.responseTimeout", timeout, envoyDuration, null);
    // While the wait for an answer is unknown, it is not said that a server may be silent for ever.
    if (timeout !== null && envoyDuration(timeout.value).kind !== "unread")
      reading.set("proxy.serverTimeout", { kind: "unset" }, config.line);
  } else {
    // One timer: nothing passed on either side.
    const idle = envoyEntry(config, "idle_timeout");
    const hour = [{ kind: "duration", ms: 3_600_000 }, TCP_PROXY] as const;
    reading.read("proxy.clientTimeout", idle, durationOrNever, hour);
    if (idle === null || durationOrNever(idle.value).kind !== "unread")
      reading.read("proxy.serverTimeout", idle, durationOrNever, hour);
  }
  reading.read("proxy.tcpBacklog", envoyEntry(listener, "tcp_backlog_size"), envoyCount, null);
  const keepalive = keepaliveOf(listener);
  if (keepalive !== null) reading.set("proxy.clientKeepalive", { kind: "flag", isOn: true }, keepalive.line);
}

function readCluster(cluster: YamlNode, kind: EnvoyProxyFilter["kind"], reading: Reading): void {
  const seconds = (sec: number): SettingValue => ({ kind: "duration", ms: sec * 1000 });
  reading.read("proxy.connectTimeout", envoyEntry(cluster, "connect_timeout"), durationAboveZero, [
    seconds(5),
    CLUSTER,
  ]);
  const options = envoyAt(cluster, "upstream_connection_options");
  const keepalive = envoyEntry(options, "tcp_keepalive");
  reading.read("proxy.serverKeepalive", keepalive, () => ({ kind: "flag", isOn: true }), [
    { kind: "flag", isOn: false },
    CLUSTER,
  ]);
  const type = envoyText(cluster, "type");
  if (/_DNS$/.test(type ?? "") && envoyText(cluster, "respect_dns_ttl") !== "true")
    reading.read("proxy.dnsRefresh", envoyEntry(cluster, "dns_refresh_rate"), durationAboveZero, [
      seconds(5),
      CLUSTER,
    ]);
  const custom = envoyAt(cluster, "cluster_type");
  if (/redis/i.test(envoyText(custom, "name") ?? "")) {
    const typed = envoyAt(custom, "typed_config");
    const rate = envoyEntry(envoyAt(typed, "value") ?? typed, "cluster_refresh_rate");
    reading.read("proxy.topologyRefresh", rate, durationAboveZero, [seconds(5), REDIS_CLUSTER]);
  }
  const outliers = envoyEntry(cluster, "outlier_detection");
  if (outliers !== null) {
    reading.set("proxy.ejectsServers", { kind: "flag", isOn: true }, outliers.line);
    const ejection = envoyEntry(outliers.value, "base_ejection_time");
    reading.read("proxy.retryAfter", ejection, durationAboveZero, [seconds(30), OUTLIERS]);
  }
  // redis_proxy holds one connection a thread and server, whatever the circuit breaker says.
  if (kind === "redis") return;
  const thresholds = envoyItems(cluster, "circuit_breakers", "thresholds");
  const usual =
    thresholds.find((threshold) => (envoyText(threshold, "priority") ?? "DEFAULT") === "DEFAULT") ?? null;
  const most = envoyEntry(usual, "max_connections");
  reading.read("proxy.maxServerConnections", most, envoyCount, [
    { kind: "count", count: 1024 },
    CIRCUIT_BREAKERS,
  ]);
}

function durationOrNever(node: YamlNode): EnvoyRead {
  const value = envoyDuration(node);
  return value.kind === "duration" && value.ms === 0 ? { kind: "infinite" } : value;
}

function durationAboveZero(node: YamlNode): EnvoyRead {
  const value = envoyDuration(node);
  if (value.kind !== "duration" || value.ms > 0) return value;
  return { kind: "unread", reason: "Envoy refuses 0 here" };
}

/** Keepalive towards clients: a field of its own, or the socket option SO_KEEPALIVE by its numbers on Linux. */
function keepaliveOf(listener: YamlNode): YamlNode | null {
  const own = envoyAt(listener, "tcp_keepalive");
  if (own !== null) return own;
  const isKeepalive = (option: YamlNode): boolean =>
    envoyText(option, "level") === "1" &&
    envoyText(option, "name") === "9" &&
    envoyText(option, "int_value") === "1";
  return envoyItems(listener, "socket_options").find(isKeepalive) ?? null;
}
