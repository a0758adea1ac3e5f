import { CLIENT_KEYS, POD_KEYS, POOL_KEYS } from "./declared-keys";
import type { DeclaredSetting } from "./declared-timeouts";
import type { FleetDocument, Place } from "./fleet-document";
import { readName } from "./names";
import { readDeclared } from "./read-declared";

const VERSION = /^\d[\w.+-]{0,39}$/;
const VERSION_HINT = 'in quotes: library: { name: jedis, version: "5.1.0" }';

export const GROUP_TIMEOUT_KEYS: readonly string[] = ["pool", "pods", "timeouts"];

/** `pool`, `pods` and `timeouts` of a client group. */
export function parseClientTimeouts(
  document: FleetDocument,
  fields: ReadonlyMap<string, Place>,
  group: string,
): readonly DeclaredSetting[] {
  const tables = { pool: POOL_KEYS, pods: POD_KEYS, timeouts: CLIENT_KEYS };
  const settings = Object.entries(tables).flatMap(([prefix, keys]) => {
    const place = fields.get(prefix);
    return place === undefined ? [] : readDeclared(document, place, keys, prefix, group);
  });
  checkPods(document, fields.get("pods"), settings);
  return settings;
}

export interface DeclaredLibrary {
  readonly name: string | null;
  readonly version: string | null;
  readonly line: number;
}

/** `library: ioredis`, or with the version, for its defaults: `library: { name: jedis, version: "5.1.0" }`. */
export function readLibrary(document: FleetDocument, place: Place): DeclaredLibrary {
  const { line } = place;
  if (document.scalar(place) !== undefined) return { name: readName(document, place), version: null, line };
  const fields = document.fields(place, ["name", "version"]);
  const [name, version] = [fields?.get("name"), fields?.get("version")];
  if (fields !== null && name === undefined) document.reportAt(place, "has no name", VERSION_HINT);
  return {
    name: name === undefined ? null : readName(document, name),
    version: version === undefined ? null : readVersion(document, version),
    line,
  };
}

/** A number is refused: YAML reads 5.10 as 5.1. */
function readVersion(document: FleetDocument, place: Place): string | null {
  const text = document.text(place, VERSION_HINT);
  if (text === null || VERSION.test(text)) return text;
  document.reportAt(place, "this is not a version", VERSION_HINT);
  return null;
}

function checkPods(
  document: FleetDocument,
  place: Place | undefined,
  settings: readonly DeclaredSetting[],
): void {
  const countOf = (key: string): number | null => {
    const value = settings.find((setting) => setting.key === key)?.value;
    return value?.kind === "count" ? value.count : null;
  };
  const [min, max] = [countOf("pods.min"), countOf("pods.max")];
  if (place !== undefined && min !== null && max !== null && min > max)
    document.reportAt(place, `min (${min}) is above max (${max})`, "pods: { min: 4, max: 40 }");
}
