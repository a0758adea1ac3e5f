import { isIP } from "node:net";
import type { Address, ClusterConfig } from "@/lib/config/fleet";
import type { ProxyKind } from "@/lib/domain/proxies/model";
import type { RedisAuth } from "../sources/redis-auth";
import type { RedisTarget } from "../sources/redis-connection";

/**
 * How a PING goes through a proxy: where the cluster speaks TLS, its password never leaves here in the clear. A TCP proxy
 * passes TLS on, so that the certificate is the server's, with the name of a node and not of the proxy. One that
 * multiplexes ends it, and is told no password then.
 */
export function linkTargetOf(
  listen: Address,
  kind: ProxyKind,
  { tls, seeds, watch }: Pick<ClusterConfig, "tls" | "seeds" | "watch">,
  auth: RedisAuth | null,
): RedisTarget {
  const { connectTimeoutMs, commandTimeoutMs } = watch;
  const common = { address: listen, connectTimeoutMs, commandTimeoutMs };
  if (tls === null) return { ...common, auth, tls };
  if (kind === "multiplexing") return { ...common, auth: null, tls: null };
  const named = seeds.find(({ host }) => isIP(host) === 0);
  return { ...common, auth, tls: { ...tls, serverName: tls.serverName ?? named?.host ?? null } };
}
