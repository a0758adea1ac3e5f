/** NUL, which PostgreSQL's text cannot hold, and halves of surrogate pairs, which its jsonb cannot. */
const UNSTORABLE = /\0|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** Text as PostgreSQL can store it: what it cannot hold is left out. Servers answer whatever they like. */
export function storableText(text: string): string {
  return text.replaceAll(UNSTORABLE, "");
}

export function storableTextOrNull(text: string | null): string | null {
  return text === null ? null : storableText(text);
}

/** JSON whose texts are storable, keys included. */
export function storableJson(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) => {
    if (typeof part === "string") return storableText(part);
    if (typeof part !== "object" || part === null || Array.isArray(part)) return part;
    return Object.fromEntries(Object.entries(part).map(([key, item]) => [storableText(key), item]));
  });
}
