import type { Import } from "../model";

/** Where a text came from. */
export interface ImportContext {
  /** Path or name of the file: "deploy/haproxy.cfg". It becomes the name of each setting's source. */
  readonly name: string;
  /** When it was read, ms since the epoch; null: nobody noted it. */
  readonly readAtMs: number | null;
}

/** sure: nothing else looks like this. likely: it reads well as this, and may be something else. */
export type Likeness = "sure" | "likely" | "no";

/** One format. None of its functions throws, fetches or reads anything but the text. */
export interface Importer {
  /** "haproxy" */
  readonly name: string;
  /** For people: "HAProxy configuration". */
  readonly format: string;
  /** `head`: the first 256 KB of the text, with line feeds alone. `fileName`: without folders, in lower case. */
  readonly looksLike: (head: string, fileName: string) => Likeness;
  readonly read: (text: string, context: ImportContext) => Import;
}
