import type {
  Import,
  ImportReject,
  Layer,
  SETTING_KINDS,
  Setting,
  SettingSource,
  SettingValue,
} from "../model";
import type { ImportContext } from "./importer";
import type { YamlScalar } from "./yaml-tree";

/** A place in the stack: "pool.maxWait". */
export type SettingPath = {
  [L in Layer]: `${L}.${keyof (typeof SETTING_KINDS)[L] & string}`;
}[Layer];

/** A default that is known although the file does not name it. `reference`: the page that documents it. */
export interface KnownDefault {
  /** "Kubernetes default" */
  readonly name: string;
  readonly reference: string;
}

/** No honest stack has more; they bound what a page has to show. */
const MAX_SETTINGS = 20_000;
const MAX_REJECTS = 200;

/** What one importer gathers while it reads. */
export class ImportDraft {
  readonly #format: string;
  readonly #context: ImportContext;
  readonly #settings: Setting[] = [];
  /** By what they say: the same place may be asked for more than once. */
  readonly #rejects = new Map<string, ImportReject>();
  #unlisted = 0;

  constructor(format: string, context: ImportContext) {
    this.#format = format;
    this.#context = context;
  }

  get settingCount(): number {
    return this.#settings.length;
  }

  set(path: SettingPath, subject: string | null, value: SettingValue, line: number): void {
    const source = { kind: "file", name: this.#context.name, line, reference: null } as const;
    this.#add(path, subject, value, source);
  }

  assume(path: SettingPath, subject: string | null, value: SettingValue, known: KnownDefault): void {
    this.#add(path, subject, value, { kind: "default", line: null, ...known });
  }

  /** `text`: a key or a name, never a value that was not looked at. */
  reject(line: number | null, text: string, reason: string): void {
    const reject = { line, text: printable(text), reason };
    const said = JSON.stringify(reject);
    if (this.#rejects.has(said)) return;
    if (this.#rejects.size < MAX_REJECTS) this.#rejects.set(said, reject);
    else this.#unlisted += 1;
  }

  rejectAll(rejects: readonly ImportReject[]): void {
    for (const { line, text, reason } of rejects) this.reject(line, text, reason);
  }

  done(): Import {
    const byLine = [...this.#rejects.values()].sort((left, right) => (left.line ?? 0) - (right.line ?? 0));
    const more = { line: null, text: "", reason: `and ${this.#unlisted} more places that were not used` };
    const rejects = this.#unlisted === 0 ? byLine : [...byLine, more];
    return { format: this.#format, settings: this.#withoutNeedlessDefaults(), rejects };
  }

  #withoutNeedlessDefaults(): readonly Setting[] {
    const placeOf = ({ layer, key, subject }: Setting): string => JSON.stringify([layer, key, subject]);
    const written = new Set(this.#settings.filter(({ source }) => source.kind === "file").map(placeOf));
    return this.#settings.filter(
      (setting) => setting.source.kind === "file" || !written.has(placeOf(setting)),
    );
  }

  #add(path: SettingPath, subject: string | null, value: SettingValue, source: SettingSource): void {
    if (this.#settings.length >= MAX_SETTINGS) {
      this.#unlisted += 1;
      return;
    }
    const dot = path.indexOf(".");
    this.#settings.push({
      // The type of `path` says that both halves fit together.
      layer: path.slice(0, dot) as Layer,
      key: path.slice(dot + 1),
      subject: subject === null ? null : printable(subject),
      value,
      source,
      readAtMs: this.#context.readAtMs,
      assumed: source.kind === "default",
    });
  }
}

/** `key: value`, where the value is a number with or without a unit: anything else could be a secret and is left out. */
export function quoted(key: string, { text }: YamlScalar): string {
  const mayBeSecret = /pass|secret|token|cred|auth|user/i.test(key);
  return !mayBeSecret && /^[+-]?\d[\d_.]{0,24} ?[a-zA-Z%]{0,12}$/.test(text) ? `${key}: ${text}` : key;
}

/** One line, no control characters, not long. */
export function printable(text: string): string {
  const line = text.slice(0, 200).replace(/[^\x20-\x7e]/g, "?");
  return line.length > 120 ? `${line.slice(0, 119)}…` : line;
}
