import { isIP } from "node:net";
import type { Address, ClusterConfig } from "@/lib/config/fleet";
import type { ProxyKind } from "@/lib/domain/proxies/model";
import type { RedisTarget } from "../sources/redis-connection";

/**
 * How a PING goes through a proxy: where the cluster speaks TLS, its password never leaves here in the clear. A TCP proxy
 * passes TLS on, so that the certificate is the server's, with the name of a node and not of the proxy. One that
 * multiplexes ends it, and is told no password then.
 */
export function linkTargetOf(
  listen: Address,
  kind: ProxyKind,
  { auth, tls, seeds, watch }: Pick<ClusterConfig, "auth" | "tls" | "seeds" | "watch">,
): RedisTarget {
  const { connectTimeoutMs, commandTimeoutMs } = watch;
  const common = { address: listen, connectTimeoutMs, commandTimeoutMs };
  const password = auth !== null && "password" in auth ? auth : null;
  if (tls === null) return { ...common, auth: password, tls };
  if (kind === "multiplexing") return { ...common, auth: null, tls: null };
  const named = seeds.find(({ host }) => isIP(host) === 0);
  return { ...common, auth: password, tls: { ...tls, serverName: tls.serverName ?? named?.host ?? null } };
}
