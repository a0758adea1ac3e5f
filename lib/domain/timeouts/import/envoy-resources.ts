import { envoyAt, envoyEntry, envoyItems, envoyText } from "./envoy-fields";
import type { YamlNode } from "./yaml-tree";

export interface EnvoyResources {
  /** Each once, however many aliases lead to it. */
  readonly listeners: ReadonlySet<YamlNode>;
  /** By name. */
  readonly clusters: ReadonlyMap<string, YamlNode>;
}

/** What passes Redis' bytes on, in a listener. */
export interface EnvoyProxyFilter {
  readonly kind: "redis" | "tcp";
  readonly listener: YamlNode;
  readonly config: YamlNode;
  /** The listener's name or address; with the filter's `stat_prefix` where the listener has several. */
  readonly name: string;
  /** Clusters that it may lead to, each once. */
  readonly clusters: readonly string[];
}

/**
 * Listeners and clusters of a bootstrap file (`static_resources`), of files of LDS and CDS (`resources`), of what the admin
 * page /config_dump answers (`configs`), or of a fragment with `listeners` and `clusters` alone.
 */
export function envoyResources(roots: readonly (YamlNode | null)[]): EnvoyResources {
  const listeners = new Set<YamlNode>();
  const clusters = new Map<string, YamlNode>();
  const add = (node: YamlNode | null): void => {
    if (envoyEntry(node, "filter_chains") !== null && node !== null) listeners.add(node);
    else if (node !== null) {
      const name = envoyText(node, "name");
      if (name !== null && !clusters.has(name)) clusters.set(name, node);
    }
  };
  for (const root of roots) {
    for (const from of [root, envoyAt(root, "static_resources")]) {
      for (const node of [...envoyItems(from, "listeners"), ...envoyItems(from, "clusters")]) add(node);
    }
    for (const node of envoyItems(root, "resources")) add(node);
    for (const dump of envoyItems(root, "configs")) {
      for (const node of envoyItems(dump, "static_listeners")) add(envoyAt(node, "listener"));
      for (const node of envoyItems(dump, "dynamic_listeners"))
        add(envoyAt(node, "active_state", "listener"));
      for (const list of ["static_clusters", "dynamic_active_clusters"])
        for (const node of envoyItems(dump, list)) add(envoyAt(node, "cluster"));
    }
  }
  return { listeners, clusters };
}

export function envoyProxyFilters(listener: YamlNode): readonly EnvoyProxyFilter[] {
  const last = envoyAt(listener, "default_filter_chain");
  const chains = [...envoyItems(listener, "filter_chains"), ...(last === null ? [] : [last])];
  const filters = new Set([...new Set(chains)].flatMap((chain) => envoyItems(chain, "filters")));
  const found = [...filters].flatMap((filter) => {
    const config = configOf(filter);
    const kind = kindOf(filter);
    return config === null || kind === null ? [] : [{ kind, config }];
  });
  const name = listenerName(listener);
  return found.map(({ kind, config }) => ({
    kind,
    listener,
    config,
    name: found.length === 1 ? name : `${name}/${envoyText(config, "stat_prefix") ?? kind}`,
    clusters: [...new Set(kind === "redis" ? redisClusters(config) : tcpClusters(config))],
  }));
}

/** `config` is of the API's version 2; a TypedStruct holds the fields in `value`. */
function configOf(filter: YamlNode): YamlNode | null {
  const typed = envoyAt(filter, "typed_config") ?? envoyAt(filter, "config");
  return envoyEntry(typed, "type_url") === null ? typed : envoyAt(typed, "value");
}

function kindOf(filter: YamlNode): EnvoyProxyFilter["kind"] | null {
  const typed = envoyAt(filter, "typed_config");
  const type = `${envoyText(typed, "@type") ?? ""} ${envoyText(typed, "type_url") ?? ""} ${envoyText(filter, "name") ?? ""}`;
  if (/redis_?proxy/i.test(type)) return "redis";
  return /tcp_?proxy/i.test(type) ? "tcp" : null;
}

function redisClusters(config: YamlNode): readonly string[] {
  const routes = [...envoyItems(config, "prefix_routes", "routes")];
  const names = [
    ...routes.flatMap((route) => [
      envoyText(route, "cluster"),
      envoyText(route, "read_command_policy", "cluster"),
    ]),
    envoyText(config, "prefix_routes", "catch_all_route", "cluster"),
    // Before Envoy 1.13.
    envoyText(config, "prefix_routes", "catch_all_cluster"),
    envoyText(config, "cluster"),
  ];
  return names.filter((name) => name !== null);
}

function tcpClusters(config: YamlNode): readonly string[] {
  const weighted = envoyItems(config, "weighted_clusters", "clusters");
  return [envoyText(config, "cluster"), ...weighted.map((cluster) => envoyText(cluster, "name"))].filter(
    (name) => name !== null,
  );
}

function listenerName(listener: YamlNode): string {
  const name = envoyText(listener, "name");
  if (name !== null) return name;
  const address = envoyAt(listener, "address", "socket_address");
  const port = envoyText(address, "port_value");
  return port === null ? "listener" : `${envoyText(address, "address") ?? ""}:${port}`;
}
