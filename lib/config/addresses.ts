import { isIP } from "node:net";
import ipaddr from "ipaddr.js";
import type { Address } from "./fleet";

const DEFAULT_REDIS_PORT = 6379;

export type Parsed<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly message: string; readonly hint: string };

/** `host:port`, `host`, `[ipv6]:port`. The host may be a name: it is resolved when connecting. */
export function parseHostPort(text: string): Parsed<Address> {
  if (/^(unix:|\/|\.\/)/.test(text)) {
    return no(`"${text}" is a unix socket`, "Redis is reached over TCP only: host:port");
  }
  // Not repeated in the message: it may hold a password.
  if (/:\/\/|@/.test(text))
    return no("this is a URL", "host:port; user and password go under auth, TLS under tls");
  if (isIP(text) === 6)
    return no(`"${text}" is an IPv6 address without brackets`, `[${text}]:${DEFAULT_REDIS_PORT}`);
  const match = /^(?:\[([^\]]*)\]|([^:[\]]+))(?::(\d{1,5}))?$/.exec(text);
  const host = match?.[1] ?? match?.[2];
  if (match === null || host === undefined)
    return no(`"${text}" is not an address`, "host:port, e.g. 10.0.5.21:6379");
  if (match[1] !== undefined && isIP(host) !== 6) return no(`"${host}" is not an IPv6 address`, "[::1]:6379");
  if (isIP(host) === 0 && !isHostName(host))
    return no(`"${host}" is not a host name`, "host:port, e.g. 10.0.5.21:6379");
  const port = match[3] === undefined ? DEFAULT_REDIS_PORT : Number(match[3]);
  if (port < 1 || port > 65_535) return no(`${port} is not a port`, "1 to 65535");
  return { ok: true, value: { host, port } };
}

export function printAddress({ host, port }: Address): string {
  return host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`;
}

/** A run of addresses, first and last as 16 bytes in hex; IPv4 lives at ::ffff:0:0/96, so both kinds compare. */
export interface AddressRange {
  readonly text: string;
  readonly first: string;
  readonly last: string;
}

/** `10.0.3.11`, `10.0.3.64/28`, `fd00::/64`. */
export function parseAddressRange(text: string): Parsed<AddressRange> {
  const [address = "", length, ...rest] = text.split("/");
  const family = isIP(address);
  if (family === 0 || address.includes("%") || rest.length > 0) return notARange(text);
  const bits = family === 4 ? 32 : 128;
  if (length !== undefined && !/^\d{1,3}$/.test(length)) return notARange(text);
  const prefix = length === undefined ? bits : Number(length);
  if (prefix > bits) return no(`"${text}": /${prefix} is too long for IPv${family}`, `/0 to /${bits}`);

  const bytes = ipaddr.parse(address).toByteArray();
  const first = bytes.map((byte, index) => byte & maskOf(prefix, index));
  const last = bytes.map((byte, index) => byte | (~maskOf(prefix, index) & 0xff));
  if (first.some((byte, index) => byte !== bytes[index])) {
    const start = ipaddr.fromByteArray(first).toString();
    return no(
      `"${text}" is not the start of its range`,
      `${start}/${prefix}, or ${address} for the one address`,
    );
  }
  return { ok: true, value: { text, first: hexOf(first), last: hexOf(last) } };
}

export function rangesOverlap(left: AddressRange, right: AddressRange): boolean {
  return left.first <= right.last && right.first <= left.last;
}

function maskOf(prefix: number, index: number): number {
  const bits = Math.min(8, Math.max(0, prefix - index * 8));
  return (0xff << (8 - bits)) & 0xff;
}

function hexOf(bytes: readonly number[]): string {
  const hex = bytes.map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return bytes.length === 4 ? `00000000000000000000ffff${hex}` : hex;
}

function isHostName(text: string): boolean {
  return text.length <= 253 && /^[a-z0-9_]([a-z0-9_.-]*[a-z0-9])?\.?$/i.test(text) && !/^[\d.]+$/.test(text);
}

function notARange(text: string): Parsed<never> {
  return no(
    `"${text}" is not an IP address or CIDR range`,
    "10.0.3.11, 10.0.3.64/28 or fd00::/64; no names, no ports",
  );
}

function no(message: string, hint: string): Parsed<never> {
  return { ok: false, message, hint };
}
