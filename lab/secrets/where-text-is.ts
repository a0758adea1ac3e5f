import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Store } from "@/lib/store/client";

/** Something that text was left in, by a name for messages. */
export interface Place {
  readonly name: string;
  readonly text: string;
}

/** Every row of every table, as text; what is stored as bytes is read as bytes. */
export async function rowsOf(store: Store): Promise<Place[]> {
  const { rows: tables } = await store.pool.query<{ name: string; bytes: string[] }>(`
    SELECT c.relname AS name,
      coalesce(array_agg(a.attname::text) FILTER (WHERE a.atttypid = 'bytea'::regtype), '{}') AS bytes
    FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
    GROUP BY c.relname`);
  const places: Place[] = [];
  for (const { name, bytes } of tables) {
    const columns = ["t::text", ...bytes.map((column) => `encode(t."${column}", 'escape')`)];
    const { rows } = await store.pool.query<{ text: string }>(
      `SELECT concat_ws(' ', ${columns.join(", ")}) AS text FROM "${name}" t`,
    );
    places.push({ name: `table ${name}`, text: rows.map(({ text }) => text).join("\n") });
  }
  return places;
}

/** Every file below a folder. */
export async function filesOf(folder: string): Promise<Place[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  return Promise.all(
    files.map(async (entry) => {
      const path = join(entry.parentPath, entry.name);
      return { name: `file ${path}`, text: await readFile(path, "latin1").catch(() => "") };
    }),
  );
}

/** Names of the places that hold any of these, in one of the ways that text is written. */
export function placesWith(places: readonly Place[], secrets: readonly string[]): string[] {
  const forms = [...new Set(secrets.flatMap((secret) => [secret, encodeURIComponent(secret)]))];
  return places.filter(({ text }) => forms.some((form) => text.includes(form))).map(({ name }) => name);
}
