import { type AddressRange, parseAddressRange, rangesOverlap } from "./addresses";
import type { ProxyConfig } from "./fleet";
import { type FleetDocument, notYet, type Place } from "./fleet-document";
import { readUniqueName } from "./names";
import { readAddress } from "./parse-nodes";

const PROXY_KEYS = ["name", "addresses", "listen"];
const ADDRESSES_HINT = "addresses: the IP addresses or CIDR ranges that the proxy connects to Redis from";

interface Claim {
  readonly entry: Place;
  readonly name: string;
  readonly range: AddressRange;
  readonly line: number;
}

export function parseProxies(document: FleetDocument, place: Place): readonly ProxyConfig[] {
  const names = new Map<string, number>();
  const claims: Claim[] = [];
  return (document.items(place, "proxies") ?? []).flatMap((entry) => {
    const fields = document.fields(entry, PROXY_KEYS, (key) =>
      key === "stats" || key === "discover"
        ? notYet(key, "leave it out; list the proxy's own addresses")
        : null,
    );
    if (fields === null) return [];
    const name = readUniqueName(document, entry, fields.get("name"), names, "direct");
    const ranges = readRanges(document, entry, fields.get("addresses"));
    for (const { at, range } of ranges) {
      const claim = { entry, name: name ?? entry.path, range, line: at.line };
      reportOverlap(document, at, claim, claims);
      claims.push(claim);
    }
    const listen = fields.get("listen");
    const address = listen === undefined ? null : readAddress(document, listen);
    return name === null ? [] : [{ name, addresses: ranges.map(({ range }) => range.text), listen: address }];
  });
}

function reportOverlap(document: FleetDocument, at: Place, claim: Claim, claims: readonly Claim[]): void {
  const other = claims.find(
    (earlier) => earlier.entry !== claim.entry && rangesOverlap(earlier.range, claim.range),
  );
  if (other === undefined) return;
  const where = `${other.range.text} of proxy "${other.name}" (line ${other.line})`;
  document.reportAt(at, `${claim.range.text} overlaps ${where}`, "an address belongs to one proxy");
}

function readRanges(
  document: FleetDocument,
  entry: Place,
  place: Place | undefined,
): readonly { readonly at: Place; readonly range: AddressRange }[] {
  if (place === undefined) {
    document.reportAt(entry, "has no addresses", ADDRESSES_HINT);
    return [];
  }
  const items = document.items(place, "addresses");
  if (items?.length === 0) document.reportAt(place, "names no address", ADDRESSES_HINT);
  return (items ?? []).flatMap((at) => {
    const text = document.text(at, ADDRESSES_HINT);
    if (text === null) return [];
    const parsed = parseAddressRange(text);
    if (parsed.ok) return [{ at, range: parsed.value }];
    document.reportAt(at, parsed.message, parsed.hint);
    return [];
  });
}
