import type { ElastiCacheFactsRow } from "@/lib/contract/aws";
import type { NodeRow } from "@/lib/contract/cluster";
import type { ClusterRow } from "@/lib/contract/clusters";
import { assertNever } from "../assert-never";
import { formatCount, formatDuration } from "../words";

/** A fact in two words or three; `detail` stands under it in muted ink. */
export interface Fact {
  readonly name: string;
  readonly value: string;
  readonly detail: string | null;
  /** Its detail is a sentence. */
  readonly wide: boolean;
}

/** What AWS says of a cluster, in the order in which it is asked for; what is not told is left out. */
export function elastiCacheFacts(facts: ElastiCacheFactsRow): Fact[] {
  const found: (Fact | null)[] = [
    fact("Node type", facts.nodeType),
    fact("Engine", joined([facts.engine, facts.engineVersion], " ")),
    fact("Region", facts.region, zonesOf(facts)),
    fact("Status", facts.status === "available" ? null : facts.status),
    fact("Failover", yesNo(facts.automaticFailover, "automatic", "by hand only"), multiAzWords(facts)),
    fact("Encryption", yesNo(facts.tls, "TLS", "none in transit"), authWords(facts)),
    fact("Maintenance", maintenanceWords(facts.maintenanceWindow), facts.maintenanceWindow && "UTC"),
    fact("Parameters", facts.parameterGroup, parameterWords(facts), true),
  ];
  return found.filter((one) => one !== null);
}

export function kindWords({ kind, clusterMode }: Pick<ElastiCacheFactsRow, "kind" | "clusterMode">): string {
  switch (kind) {
    case "replication-group":
      return clusterMode === true ? "replication group, cluster mode" : "replication group";
    case "cache-cluster":
      return "single node";
    case "serverless-cache":
      return "serverless cache";
    default:
      return assertNever(kind);
  }
}

/** Endpoints by name, as they are told: each can be copied whole. */
export function endpointsOf({ endpoints }: Pick<ElastiCacheFactsRow, "endpoints">): {
  readonly name: string;
  readonly address: string;
}[] {
  const all = [
    { name: "Configuration", address: endpoints.configuration },
    { name: "Primary", address: endpoints.primary },
    { name: "Reader", address: endpoints.reader },
  ];
  return all.flatMap(({ name, address }) => (address === null ? [] : [{ name, address }]));
}

/** "r7g.large, eu-central-1": beside a cluster's name; the status where it is an unusual one. */
export function serviceWords(service: ClusterRow["service"]): string | null {
  if (service === null) return null;
  const { nodeType, region, status } = service;
  return joined(
    [nodeType?.replace(/^cache\./, "") ?? null, region, status === "available" ? null : status],
    ", ",
  );
}

/** AWS's name of a node and its zone, and its status where it is an unusual one. */
export function nodeServiceWords(service: NodeRow["service"], shown: string): string[] {
  if (service === null) return [];
  const { cacheClusterId, zone, status } = service;
  // Its address begins with the same name: said once.
  const name = cacheClusterId === shown ? null : cacheClusterId;
  return [name, zone, status === "available" ? null : status].filter((part) => part !== null);
}

/** "sun:05:00-sun:06:00" → "Sun 05:00–06:00"; whatever else AWS may write stays as it is. */
export function maintenanceWords(window: string | null): string | null {
  const match = /^([a-z]{3}):(\d\d:\d\d)-([a-z]{3}):(\d\d:\d\d)$/i.exec(window ?? "");
  if (!match) return window;
  const [, fromDay = "", from = "", toDay = "", to = ""] = match;
  const until = fromDay.toLowerCase() === toDay.toLowerCase() ? to : `${named(toDay)} ${to}`;
  return `${named(fromDay)} ${from}–${until}`;
}

function named(day: string): string {
  return day.charAt(0).toUpperCase() + day.slice(1).toLowerCase();
}

function fact(name: string, value: string | null, detail: string | null = null, wide = false): Fact | null {
  return value === null ? null : { name, value, detail, wide };
}

function joined(parts: readonly (string | null)[], by: string): string | null {
  return parts.filter((part) => part !== null).join(by) || null;
}

function yesNo(value: boolean | null, yes: string, no: string): string | null {
  return value === null ? null : value ? yes : no;
}

function zonesOf({ nodes }: ElastiCacheFactsRow): string | null {
  const counts = new Map<string, number>();
  for (const { zone } of nodes) if (zone !== null) counts.set(zone, (counts.get(zone) ?? 0) + 1);
  if (counts.size === 0) return null;
  const names = [...counts].sort(([a], [b]) => (a < b ? -1 : 1));
  return names.map(([zone, count]) => (count === 1 ? zone : `${zone} ×${count}`)).join(", ");
}

function multiAzWords({ multiAz, nodes }: ElastiCacheFactsRow): string | null {
  if (multiAz === null) return null;
  return multiAz ? "several zones" : nodes.length > 1 ? "one zone is enough to lose all" : null;
}

const AUTH = { none: "no authentication", token: "one password", users: "user groups" } as const;

function authWords({ authMode }: ElastiCacheFactsRow): string | null {
  return authMode && AUTH[authMode];
}

function parameterWords({ parameters }: ElastiCacheFactsRow): string | null {
  if (parameters === null) return "its values are not told";
  const { maxclients, timeoutSec, tcpKeepaliveSec, closeOnReplicaWrite } = parameters;
  const said = [
    maxclients === null ? null : `maxclients ${formatCount(maxclients)}`,
    timeoutSec === null
      ? null
      : timeoutSec === 0
        ? "idle connections are never closed"
        : `idle connections closed after ${formatDuration(timeoutSec * 1000)}`,
    tcpKeepaliveSec === null
      ? null
      : tcpKeepaliveSec === 0
        ? "no TCP keep-alive"
        : `TCP keep-alive after ${formatDuration(tcpKeepaliveSec * 1000)}`,
    closeOnReplicaWrite === null
      ? null
      : closeOnReplicaWrite
        ? "a former primary closes on writes"
        : "a former primary answers READONLY",
  ].filter((one) => one !== null);
  return said.length === 0 ? null : said.join(", ");
}
