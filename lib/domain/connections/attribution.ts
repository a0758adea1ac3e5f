import { type AddressRange, hostOf, isInRange, parseAddress, parseAddressRange } from "./address";
import { deriveGroup, libraryOf } from "./derived-group";
import { matchesGlob } from "./glob";
import type { ClientIdentity } from "./model";

/** declared: by a rule of the fleet file. derived: from what the client says. other: derived, but beyond the cap. */
export type GroupOrigin = "declared" | "derived" | "other";

export interface AttributedGroup {
  readonly name: string;
  readonly origin: GroupOrigin;
}

/**
 * How a group of clients is recognised: all given parts must match, `*` and `?` are wildcards; the address may be a
 * CIDR range. A rule without parts matches nobody.
 */
export interface GroupRule {
  readonly name: string;
  readonly match: {
    readonly name?: string;
    readonly user?: string;
    readonly library?: string;
    readonly address?: string;
  };
  readonly library: string | null;
}

/** A proxy's name and the addresses and CIDR ranges that its connections come from. */
export interface ProxyAddresses {
  readonly name: string;
  readonly addresses: readonly string[];
}

export interface AttributionRules {
  /** Where two share an address, the first has it. */
  readonly proxies: readonly ProxyAddresses[];
  /** Proxies come and go (`setProxies`): that nobody has an address now does not mean that nobody had it. */
  readonly proxiesChange?: boolean;
  readonly groups: readonly GroupRule[];
  /** Most derived groups of the cluster; clients of any further one are `other`. */
  readonly groupLimit: number;
}

/** Who a connection belongs to, for all nodes of one cluster: the cap on derived groups is shared. */
export interface Attribution {
  /** Proxy that owns the address (`ip:port` or bare), by longest prefix; null: the client connects directly. */
  proxyOf(addr: string): string | null;
  /**
   * Proxy of a connection that was attributed to `known` before: who has its address today; where proxies change and
   * nobody has it, the known one keeps it.
   */
  proxyOfKnown(addr: string, known: string | null): string | null;
  /**
   * Who the proxies are from now on, all of them, declared ones first. Connections that are known keep the proxy that
   * they came through; those of nobody fall to a proxy that turns out to have their address.
   */
  setProxies(proxies: readonly ProxyAddresses[]): void;
  /** Grows whenever the proxies become others. */
  readonly proxiesVersion: number;
  /** First declared group that matches, else a derived one, else `other`. */
  groupOf(identity: ClientIdentity, addr: string): AttributedGroup;
  /** Origin of a group name that `groupOf` has returned. */
  originOf(group: string): GroupOrigin;
}

export const OTHER_GROUP = "other";

/** More distinct inputs than a cluster of the largest size has; beyond it the memo starts anew. */
const MEMO_LIMIT = 100_000;

export function createAttribution(rules: AttributionRules): Attribution {
  let findProxy = createProxyFinder(rules.proxies);
  let proxiesText = textOf(rules.proxies);
  let proxiesVersion = 0;
  const declared = new Set(rules.groups.map((rule) => rule.name));
  const matchers = rules.groups.map((rule) => ({ name: rule.name, matches: createMatcher(rule) }));
  const usesAddress = rules.groups.some((rule) => rule.match.address !== undefined);
  const derived = new Set<string>();
  const proxies = new Map<string, string | null>();
  const groups = new Map<string, AttributedGroup>();

  const admit = (name: string): AttributedGroup => {
    if (declared.has(name)) return { name, origin: "declared" };
    if (name === OTHER_GROUP) return { name, origin: "other" };
    if (!derived.has(name) && derived.size >= rules.groupLimit) return { name: OTHER_GROUP, origin: "other" };
    derived.add(name);
    return { name, origin: "derived" };
  };

  const proxyOf = (addr: string): string | null => {
    const host = hostOf(addr);
    return remember(proxies, host, () => findProxy(host));
  };

  return {
    proxyOf,
    proxyOfKnown: (addr, known) => proxyOf(addr) ?? (rules.proxiesChange === true ? known : null),
    setProxies(given) {
      const text = textOf(given);
      if (text === proxiesText) return;
      proxiesText = text;
      findProxy = createProxyFinder(given);
      proxies.clear();
      proxiesVersion++;
    },
    get proxiesVersion() {
      return proxiesVersion;
    },
    groupOf(identity, addr) {
      const host = usesAddress ? hostOf(addr) : "";
      const key = [identity.name, identity.user, identity.libName, identity.libVer, host].join("\0");
      return remember(groups, key, () => {
        const rule = matchers.find(({ matches }) => matches(identity, host));
        return rule ? { name: rule.name, origin: "declared" } : admit(deriveGroup(identity));
      });
    },
    originOf(group) {
      if (declared.has(group)) return "declared";
      return group === OTHER_GROUP ? "other" : "derived";
    },
  };
}

function textOf(proxies: readonly ProxyAddresses[]): string {
  return JSON.stringify(proxies.map(({ name, addresses }) => [name, addresses]));
}

function remember<Value>(memo: Map<string, Value>, key: string, compute: () => Value): Value {
  const known = memo.get(key);
  if (known !== undefined) return known;
  if (memo.size >= MEMO_LIMIT) memo.clear();
  const value = compute();
  memo.set(key, value);
  return value;
}

function createProxyFinder(proxies: readonly ProxyAddresses[]): (host: string) => string | null {
  const ranges: { readonly name: string; readonly range: AddressRange }[] = [];
  for (const { name, addresses } of proxies) {
    for (const written of addresses) {
      const range = parseAddressRange(written);
      if (range !== null) ranges.push({ name, range });
    }
  }
  // Stable: of ranges of one length the first named stays first.
  ranges.sort((a, b) => b.range.prefixLength - a.range.prefixLength);
  return (host) => {
    const address = parseAddress(host);
    if (address === null) return null;
    return ranges.find(({ range }) => isInRange(address, range))?.name ?? null;
  };
}

function createMatcher(rule: GroupRule): (identity: ClientIdentity, host: string) => boolean {
  const { name, user, library, address } = rule.match;
  const range = address === undefined ? null : parseAddressRange(address);
  if ([name, user, library, address].every((part) => part === undefined)) return () => false;
  return (identity, host) => {
    if (name !== undefined && !matchesGlob(name, identity.name)) return false;
    if (user !== undefined && !matchesGlob(user, identity.user)) return false;
    if (library !== undefined && !matchesLibrary(library, identity)) return false;
    return address === undefined || matchesAddress(address, range, host);
  };
}

function matchesLibrary(pattern: string, identity: ClientIdentity): boolean {
  return matchesGlob(pattern, identity.libName) || matchesGlob(pattern, libraryOf(identity));
}

function matchesAddress(pattern: string, range: AddressRange | null, host: string): boolean {
  if (range === null) return matchesGlob(pattern, host);
  const address = parseAddress(host);
  return address !== null && isInRange(address, range);
}
