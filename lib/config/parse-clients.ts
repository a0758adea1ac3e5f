import type { DeclaredSetting } from "./declared-timeouts";
import type { GroupConfig } from "./fleet";
import type { FleetDocument, Place } from "./fleet-document";
import { readName, readUniqueName } from "./names";
import { GROUP_TIMEOUT_KEYS, parseClientTimeouts, readLibrary } from "./parse-client-timeouts";

const GROUP_KEYS = ["name", "match", "library", ...GROUP_TIMEOUT_KEYS];
const MATCH_KEYS = ["name", "user", "library", "address"] as const;
const MATCH_HINT =
  'at least one of name, user, library, address; * and ? are wildcards: match: { name: "orders-*" }';

export interface ParsedClients {
  readonly groups: readonly GroupConfig[];
  /** Time-outs and pools of these groups. */
  readonly declared: readonly DeclaredSetting[];
}

/** `clients`: how groups of clients are recognised, and what they are allowed. */
export function parseClients(document: FleetDocument, place: Place): ParsedClients {
  const declared: DeclaredSetting[] = [];
  const names = new Map<string, number>();
  const groups = (document.items(place, "client groups") ?? []).flatMap((entry): readonly GroupConfig[] => {
    const fields = document.fields(entry, GROUP_KEYS);
    if (fields === null) return [];
    const name = readUniqueName(document, entry, fields.get("name"), names, "other");
    const match = readMatch(document, entry, fields.get("match"));
    const at = fields.get("library");
    const library = at === undefined ? null : readLibrary(document, at);
    if (name === null) return [];
    for (const part of ["name", "version"] as const) {
      const word = library?.[part] ?? null;
      if (library === null || word === null) continue;
      declared.push({
        key: `library.${part}`,
        group: name,
        value: { kind: "word", word },
        line: library.line,
      });
    }
    declared.push(...parseClientTimeouts(document, fields, name));
    return [{ name, match, library: library?.name ?? null }];
  });
  return { groups, declared };
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
