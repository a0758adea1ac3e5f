import type { Import } from "../model";
import { envoyImporter } from "./envoy";
import { goRedisImporter } from "./go-redis";
import { haproxyImporter } from "./haproxy";
import type { ImportContext, Importer } from "./importer";
import { ioredisImporter } from "./ioredis";
import { kubernetesImporter } from "./kubernetes";
import { nodeRedisImporter } from "./node-redis";
import { redisConfImporter } from "./redis-conf";
import { redisPyImporter } from "./redis-py";
import { redissonImporter } from "./redisson";
import { springImporter } from "./spring";
import { twemproxyImporter } from "./twemproxy";

/** All formats. Of two that are equally sure, or equally likely, the first is taken. */
export const IMPORTERS: readonly Importer[] = [
  kubernetesImporter,
  haproxyImporter,
  envoyImporter,
  twemproxyImporter,
  redisConfImporter,
  springImporter,
  redissonImporter,
  ioredisImporter,
  nodeRedisImporter,
  redisPyImporter,
  goRedisImporter,
];

/** Enough to tell a format by, even under a long licence text. */
const HEAD_CHARACTERS = 256 * 1024;
/** Far above any configuration. What is cut off is told as a reject. */
const MAX_CHARACTERS = 8 * 1024 * 1024;

/** The name of the importer that a text is for; null: none knows it. `name`: of the file, its folders do not matter. */
export function recognise(text: string, name: string): string | null {
  return importerOf(text, name)?.name ?? null;
}

/** Reads a text with the importer that knows it; where none does, all that comes back is a reject that says so. */
export function importText(text: string, context: ImportContext): Import {
  const readable = asLines(text);
  const importer = importerOf(readable, context.name);
  if (importer === null) return unrecognised();
  const imported = importer.read(readable, context);
  if (readable.length === text.length || text.length <= MAX_CHARACTERS) return imported;
  const cut = {
    line: lineCount(readable),
    text: "",
    reason: "the text is longer than 8 MB: what follows was not read",
  };
  return { ...imported, rejects: [...imported.rejects, cut] };
}

function importerOf(text: string, name: string): Importer | null {
  // A pattern such as ^\s* takes quadratic time over thousands of empty lines, and they tell nothing.
  const head = asLines(text.slice(0, HEAD_CHARACTERS)).replace(/\s{100,}/g, "\n");
  const fileName = (name.split(/[\\/]/).at(-1) ?? "").toLowerCase();
  const likenesses = IMPORTERS.map((importer) => ({
    importer,
    likeness: importer.looksLike(head, fileName),
  }));
  const best =
    likenesses.find(({ likeness }) => likeness === "sure") ??
    likenesses.find(({ likeness }) => likeness === "likely");
  return best?.importer ?? null;
}

/** Line feeds alone, no byte order mark, and no more than is read. */
function asLines(text: string): string {
  const short =
    text.length > MAX_CHARACTERS ? text.slice(0, text.lastIndexOf("\n", MAX_CHARACTERS) + 1) : text;
  return short.replace(/^\uFEFF/, "").replace(/\r\n?/g, "\n");
}

function lineCount(text: string): number {
  let count = 1;
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) count++;
  return count;
}

function unrecognised(): Import {
  const known = IMPORTERS.map(({ format }) => format).join(", ");
  const reason = `this is no format that is known here; known are: ${known}`;
  return { format: "unknown", settings: [], rejects: [{ line: null, text: "", reason }] };
}
