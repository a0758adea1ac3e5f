import { isIP } from "node:net";
import type { Address, ClusterConfig } from "@/lib/config/fleet";

/**
 * The TLS of a connection to one node. ElastiCache's certificates are for names (one wildcard for all nodes of a cache),
 * while its nodes tell of each other by IP address: such a node is checked by the name of a seed.
 */
export function tlsTo(
  { host }: Address,
  { tls, elasticache }: Pick<ClusterConfig, "tls" | "elasticache">,
  seeds: readonly Address[],
): ClusterConfig["tls"] {
  if (tls === null || tls.serverName !== null || elasticache === null || isIP(host) === 0) return tls;
  return { ...tls, serverName: seeds.find((seed) => isIP(seed.host) === 0)?.host ?? null };
}
