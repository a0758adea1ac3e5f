/** Where a page of connections begins: in a set that does not change, at a moment that the cursor keeps. */
export interface ClientCursor {
  readonly atMs: number;
  readonly offset: number;
}

export function writeCursor({ atMs, offset }: ClientCursor): string {
  return Buffer.from(`${atMs}.${offset}`).toString("base64url");
}

/** Null: not a cursor of ours. */
export function readCursor(text: string): ClientCursor | null {
  const match = /^(\d{1,15})\.(\d{1,9})$/.exec(Buffer.from(text, "base64url").toString());
  return match === null ? null : { atMs: Number(match[1]), offset: Number(match[2]) };
}
