import type { Import } from "../model";
import { withinBudget } from "./document-budget";
import { ImportDraft } from "./import-draft";
import type { ImportContext, Importer, Likeness } from "./importer";
import { plainKey } from "./option-table";
import { readProperties } from "./properties";
import { type FlatEntry, readSpringRedis } from "./spring-redis";
import { splitYamlDocuments } from "./yaml-documents";
import { readYaml, type YamlNode } from "./yaml-tree";

const FORMAT = "Spring Boot configuration";
/** A path that aliases lead to many times is walked each time; no honest file has so many. */
const MAX_ENTRIES = 100_000;

/** application.yaml and application.properties, of Spring Boot 2 (`spring.redis`) and 3 (`spring.data.redis`). */
export const springImporter: Importer = {
  name: "spring",
  format: FORMAT,
  looksLike,
  read: readSpring,
};

function looksLike(head: string, fileName: string): Likeness {
  if (/^(application|bootstrap)[\w.-]*\.(ya?ml|properties)$/.test(fileName)) return "sure";
  if (/^[ \t]*spring\.(data\.)?redis[.:]/m.test(head)) return "sure";
  const isTree = /^["']?spring["']?:\s*$/m.test(head) && /^\s+["']?redis["']?:/m.test(head);
  if (isTree) return "sure";
  return /^["']?spring["']?:\s*$/m.test(head) || /(^|\.)(jedis|lettuce)\.pool\./m.test(head)
    ? "likely"
    : "no";
}

function readSpring(text: string, context: ImportContext): Import {
  const draft = new ImportDraft(FORMAT, context);
  const documents = isProperties(text, context.name)
    ? readProperties(text)
    : withinBudget(draft, splitYamlDocuments(text)).map((part) => {
        const { root, rejects } = readYaml(part.text, part.firstLine);
        draft.rejectAll(rejects);
        return flatten(draft, root);
      });
  const withRedis = documents.filter((entries) =>
    entries.some(({ key }) => /redis|jedis|lettuce/i.test(key)),
  );
  const applied = documents.filter((entries) => {
    const profile = profileOf(entries);
    if (profile === null || (withRedis.length === 1 && withRedis[0] === entries)) return true;
    if (withRedis.includes(entries)) {
      draft.reject(profile.line, profile.key, "it holds in one profile alone: import that part on its own");
    }
    return false;
  });
  readSpringRedis(draft, lastOfEach(applied.flat()));
  if (draft.settingCount === 0) draft.reject(null, "", "no settings of Redis were found");
  return draft.done();
}

function isProperties(text: string, name: string): boolean {
  if (/\.properties$/i.test(name)) return true;
  return !/\.(ya?ml|json)$/i.test(name) && /^[ \t]*[\w.-]+\.[\w.-]+[ \t]*=/m.test(text.slice(0, 65_536));
}

function flatten(draft: ImportDraft, root: YamlNode | null): readonly FlatEntry[] {
  const flat: FlatEntry[] = [];
  let walked = 0;
  const walk = (node: YamlNode, path: string): void => {
    if (node.kind !== "map") return;
    for (const { key, line, value } of node.entries) {
      if (++walked > MAX_ENTRIES) return;
      const here = path === "" ? key : `${path}.${key}`;
      if (value.kind === "scalar") flat.push({ key: here, line, value });
      // Paths longer than any property's are the work of nesting without an end.
      else if (here.length < 400) walk(value, here);
    }
  };
  if (root !== null) walk(root, "");
  if (walked > MAX_ENTRIES)
    draft.reject(null, "", `more than ${MAX_ENTRIES} keys: what follows was not read`);
  return flat;
}

function profileOf(entries: readonly FlatEntry[]): FlatEntry | null {
  const keys = ["springconfigactivateonprofile", "springprofiles"];
  return entries.find(({ key }) => keys.includes(plainKey(key))) ?? null;
}

/** Where a key stands twice, the later one holds. */
function lastOfEach(entries: readonly FlatEntry[]): readonly FlatEntry[] {
  return [...new Map(entries.map((entry) => [plainKey(entry.key), entry])).values()];
}
