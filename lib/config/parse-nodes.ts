import { parseHostPort, printAddress } from "./addresses";
import type { Address } from "./fleet";
import type { FleetDocument, Place } from "./fleet-document";

const NODES_HINT = "nodes: [host:port], one is enough; with elasticache none is needed";

/** A cluster's seed addresses. `taken` says which cluster has which address, over the whole file. */
export function parseNodes(
  document: FleetDocument,
  cluster: Place,
  place: Place | undefined,
  taken: Map<string, number>,
): readonly Address[] {
  if (place === undefined) {
    document.reportAt(cluster, "has no nodes", NODES_HINT);
    return [];
  }
  const items = document.items(place, "host:port");
  if (items?.length === 0) document.reportAt(place, "names no node", NODES_HINT);
  return (items ?? []).flatMap((item) => {
    const address = readAddress(document, item);
    if (address === null) return [];
    const text = printAddress(address);
    const line = taken.get(text);
    if (line !== undefined)
      document.reportAt(item, `${text} is listed twice`, `first listed on line ${line}`);
    taken.set(text, line ?? item.line);
    return line === undefined ? [address] : [];
  });
}

export function readAddress(document: FleetDocument, place: Place): Address | null {
  const text = document.text(place, "host:port");
  if (text === null) return null;
  const parsed = parseHostPort(text);
  if (parsed.ok) return parsed.value;
  document.reportAt(place, parsed.message, parsed.hint);
  return null;
}
