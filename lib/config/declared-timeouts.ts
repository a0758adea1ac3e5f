/** What the fleet file says of time-outs and pools: as declared, not judged. Durations in ms. */
export interface DeclaredTimeouts {
  readonly settings: readonly DeclaredSetting[];
  /** Files to read settings from, in the order of the file. */
  readonly imports: readonly ImportedFile[];
}

export interface DeclaredSetting {
  /** Where it stands in the fleet file, one of DECLARED_KEYS: "pool.maxWait", "timeouts.loadBalancer.idle". */
  readonly key: string;
  /** The client group that it stands under; null: it is the cluster's. */
  readonly group: string | null;
  readonly value: DeclaredValue;
  readonly line: number;
}

/** infinite: for ever. unset: declared that nothing is set. What is not declared at all is unknown. */
export type DeclaredValue =
  | { readonly kind: "duration"; readonly ms: number }
  | { readonly kind: "count"; readonly count: number }
  | { readonly kind: "flag"; readonly isOn: boolean }
  | { readonly kind: "word"; readonly word: string }
  | { readonly kind: "infinite" }
  | { readonly kind: "unset" };

/** A file that cannot be read is no problem of the fleet file: it may lie on another machine than the collector. */
export type ImportedFile = ImportedText | MissingImport;

export interface ImportedText {
  /** As written in the fleet file. */
  readonly path: string;
  readonly line: number;
  readonly text: string;
}

export interface MissingImport {
  readonly path: string;
  readonly line: number;
  /** Why it cannot be had: "no such file". */
  readonly failure: string;
}

/** Nothing is declared. */
export const NO_TIMEOUTS: DeclaredTimeouts = { settings: [], imports: [] };
