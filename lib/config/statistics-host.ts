import type { Address, ProxyStatsConfig } from "./fleet";

/** Scheme and credentials of a URL whose host is left out: `http://:8404/`, `http://user:secret@:8404/`. */
const HOSTLESS_URL = /^(https?:\/\/(?:[^/?#@]*@)?)(?=:\d)/;

/** The statistics have no host of their own: they are read at the proxy's address, whatever that is. */
export function lacksHost(stats: ProxyStatsConfig): boolean {
  if ("address" in stats) return stats.address.host === "";
  return "url" in stats && HOSTLESS_URL.test(stats.url);
}

/** The statistics at `host`, where they have none of their own; otherwise as they are. */
export function withHost(stats: ProxyStatsConfig, host: string): ProxyStatsConfig {
  if (!lacksHost(stats)) return stats;
  if ("address" in stats) return { ...stats, address: { ...stats.address, host } };
  if (!("url" in stats)) return stats;
  return { ...stats, url: stats.url.replace(HOSTLESS_URL, (start) => `${start}${bracketed(host)}`) };
}

function bracketed(host: Address["host"]): string {
  return host.includes(":") ? `[${host}]` : host;
}
