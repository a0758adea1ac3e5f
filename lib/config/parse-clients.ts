import type { GroupConfig } from "./fleet";
import { type FleetDocument, notYet, type Place } from "./fleet-document";
import { readName, readUniqueName } from "./names";

const GROUP_KEYS = ["name", "match", "library"];
const MATCH_KEYS = ["name", "user", "library", "address"] as const;
const MATCH_HINT =
  'at least one of name, user, library, address; * and ? are wildcards: match: { name: "orders-*" }';
const NOT_YET = ["pool", "pods", "timeouts"];

/** `clients`: how groups of clients are recognised. */
export function parseClients(document: FleetDocument, place: Place): readonly GroupConfig[] {
  const names = new Map<string, number>();
  return (document.items(place, "client groups") ?? []).flatMap((entry) => {
    const fields = document.fields(entry, GROUP_KEYS, (key) =>
      NOT_YET.includes(key) ? notYet(key, "leave it out") : null,
    );
    if (fields === null) return [];
    const name = readUniqueName(document, entry, fields.get("name"), names, "other");
    const match = readMatch(document, entry, fields.get("match"));
    const library = fields.get("library");
    const group = { match, library: library === undefined ? null : readName(document, library) };
    return name === null ? [] : [{ name, ...group }];
  });
}

function readMatch(document: FleetDocument, entry: Place, place: Place | undefined): GroupConfig["match"] {
  if (place === undefined) {
    document.reportAt(entry, "has no match", MATCH_HINT);
    return {};
  }
  const fields = document.fields(place, MATCH_KEYS);
  if (fields === null) return {};
  if (fields.size === 0) document.reportAt(place, "matches nothing in particular", MATCH_HINT);
  const match: { -readonly [key in keyof GroupConfig["match"]]: string } = {};
  for (const key of MATCH_KEYS) {
    const field = fields.get(key);
    const text = field === undefined ? null : readName(document, field);
    if (text !== null) match[key] = text;
  }
  return match;
}
