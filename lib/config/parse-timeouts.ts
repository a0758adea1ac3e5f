import { dirname, resolve } from "node:path";
import { CLUSTER_KEYS } from "./declared-keys";
import type { DeclaredSetting, DeclaredTimeouts, ImportedFile } from "./declared-timeouts";
import type { FleetDocument, Place } from "./fleet-document";
import { readDeclared } from "./read-declared";
import type { Outside } from "./secrets";

const MAX_FILES = 50;
const MAX_FILE_BYTES = 5 * 1024 * 1024;
/** Of the whole fleet: the texts stay in memory for as long as the fleet file is in force. */
const MAX_TOTAL_LENGTH = 20 * 1024 * 1024;
const IMPORT_HINT = "a path relative to the fleet file: import: [deploy/haproxy.cfg]";

export interface TimeoutsContext {
  readonly document: FleetDocument;
  readonly fleetPath: string;
  readonly outside: Outside;
  /** Characters of all files imported so far. */
  readonly imported: { length: number };
}

/** `timeouts` of a cluster: files to import, and what the layers between its clients and its nodes are declared to do. */
export function parseTimeouts(context: TimeoutsContext, place: Place): DeclaredTimeouts {
  const { document } = context;
  const fields = document.fields(place, ["import", ...Object.keys(CLUSTER_KEYS)]);
  if (fields === null) return { settings: [], imports: [] };
  const settings = Object.entries(CLUSTER_KEYS).flatMap(([part, keys]): readonly DeclaredSetting[] => {
    const field = fields.get(part);
    return field === undefined ? [] : readDeclared(document, field, keys, `timeouts.${part}`, null);
  });
  const imports = fields.get("import");
  return { settings, imports: imports === undefined ? [] : readImports(context, imports) };
}

function readImports(context: TimeoutsContext, place: Place): readonly ImportedFile[] {
  const { document } = context;
  const items = document.items(place, "paths") ?? [];
  if (items.length > MAX_FILES) {
    document.reportAt(place, `names ${items.length} files`, `at most ${MAX_FILES} are read for one cluster`);
    return [];
  }
  const lines = new Map<string, number>();
  return items.flatMap((item) => {
    const path = document.text(item, IMPORT_HINT);
    if (path === null) return [];
    if (path.length > 1000 || /\p{Cc}|\$\{|^file:|^\w+:\/\//u.test(path)) {
      document.reportAt(item, "this is not a path", IMPORT_HINT);
      return [];
    }
    const first = lines.get(path);
    if (first !== undefined) {
      document.reportAt(item, "this file is named twice", `first named on line ${first}`);
      return [];
    }
    lines.set(path, item.line);
    return [readImport(context, path, item.line)];
  });
}

function readImport(
  { fleetPath, outside, imported }: TimeoutsContext,
  path: string,
  line: number,
): ImportedFile {
  const read = outside.readFile(resolve(dirname(fleetPath), path), MAX_FILE_BYTES);
  if ("failure" in read) return { path, line, failure: read.failure };
  if (imported.length + read.text.length > MAX_TOTAL_LENGTH)
    return { path, line, failure: "with it, the imported files have more than 20 MB together" };
  imported.length += read.text.length;
  return { path, line, text: read.text };
}
