import ipaddr from "ipaddr.js";

type Address = ipaddr.IPv4 | ipaddr.IPv6;

/** One address or CIDR range; a single address is a range of full length. */
export interface AddressRange {
  readonly network: Address;
  readonly prefixLength: number;
}

/** Host part of `ip:port`, `[ip]:port` or `path:0`: split at the last `:`, brackets removed. */
export function hostOf(addr: string): string {
  const colon = addr.lastIndexOf(":");
  const host = colon < 0 ? addr : addr.slice(0, colon);
  return host.startsWith("[") && host.endsWith("]") ? host.slice(1, -1) : host;
}

/** Null for anything that is not an address, such as the path of a unix socket. IPv4 inside IPv6 counts as IPv4. */
export function parseAddress(text: string): Address | null {
  if (!ipaddr.IPv4.isValidFourPartDecimal(text) && !ipaddr.IPv6.isValid(text)) return null;
  return ipaddr.process(text);
}

/** Null for anything that is neither an address nor a CIDR range. */
export function parseAddressRange(text: string): AddressRange | null {
  const slash = text.lastIndexOf("/");
  const network = parseAddress(slash < 0 ? text : text.slice(0, slash));
  if (network === null) return null;
  const bits = network.kind() === "ipv4" ? 32 : 128;
  if (slash < 0) return { network, prefixLength: bits };
  const written = text.slice(slash + 1);
  if (!/^\d{1,3}$/.test(written)) return null;
  const isMapped = bits === 32 && text.includes(":");
  const prefixLength = Number(written) - (isMapped ? 96 : 0);
  return prefixLength >= 0 && prefixLength <= bits ? { network, prefixLength } : null;
}

export function isInRange(address: Address, range: AddressRange): boolean {
  if (address.kind() === "ipv4" && range.network.kind() === "ipv4")
    return (address as ipaddr.IPv4).match(range.network as ipaddr.IPv4, range.prefixLength);
  if (address.kind() === "ipv6" && range.network.kind() === "ipv6")
    return (address as ipaddr.IPv6).match(range.network as ipaddr.IPv6, range.prefixLength);
  return false;
}
