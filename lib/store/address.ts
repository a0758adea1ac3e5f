/**
 * Where the database is: a PostgreSQL URL, or `embedded:/folder` for the embedded one, whose unix socket lies in
 * that folder. The text passes from the server to its children in one variable.
 */
export type DatabaseAddress =
  | { readonly kind: "postgresql"; readonly url: string }
  | { readonly kind: "embedded"; readonly socketDir: string };

export type DatabaseKind = DatabaseAddress["kind"];

const EMBEDDED_PREFIX = "embedded:";

export function formatEmbeddedAddress(socketDir: string): string {
  return `${EMBEDDED_PREFIX}${socketDir}`;
}

export function parseDatabaseAddress(text: string): DatabaseAddress {
  if (text.startsWith(EMBEDDED_PREFIX)) {
    return { kind: "embedded", socketDir: text.slice(EMBEDDED_PREFIX.length) };
  }
  return { kind: "postgresql", url: text };
}
