import { isAlias, isMap, isScalar, isSeq, type ParsedNode } from "yaml";
import type { FleetProblem } from "./fleet";
import { type FleetYaml, parseYaml, showBraces } from "./fleet-yaml";
import { nearestWord } from "./nearest-word";

/** Aliases may repeat a large part many times; no honest fleet file has this many places. */
const MAX_PLACES = 200_000;
const MAX_PROBLEMS = 50;

const TOO_LARGE: FleetProblem = {
  line: null,
  message: "written out, the aliases of this file make it too large",
  hint: "repeat less by *name",
};

/** One value of the file: where it is, for messages, and what is there. */
export interface Place {
  /** `clusters[0].auth.password`; empty for the whole file. */
  readonly path: string;
  readonly line: number;
  readonly node: ParsedNode | null;
}

/** A YAML file that is read key by key, gathering problems instead of throwing. */
export class FleetDocument {
  readonly problems: FleetProblem[] = [];
  readonly #yaml: FleetYaml;
  #places = 0;
  #unreported = 0;

  constructor(text: string) {
    this.#yaml = parseYaml(text);
    if (this.#yaml.problem !== null) this.problems.push(this.#yaml.problem);
  }

  get root(): Place | null {
    const contents = this.#yaml.document?.contents ?? null;
    return contents === null ? null : { path: "", line: this.#lineOf(contents) ?? 1, node: contents };
  }

  report(line: number | null, message: string, hint: string | null): void {
    if (this.problems.length < MAX_PROBLEMS) this.problems.push({ line, message, hint });
    else this.#unreported += 1;
  }

  /** `place` is where the message points: its path goes in front. */
  reportAt(place: Place, message: string, hint: string | null): void {
    this.report(place.line, place.path === "" ? message : `${place.path}: ${message}`, hint);
  }

  /** All problems in the order of the file. */
  sortedProblems(): readonly FleetProblem[] {
    if (this.#places > MAX_PLACES) return [TOO_LARGE];
    const sorted = [...this.problems].sort((left, right) => (left.line ?? 0) - (right.line ?? 0));
    if (this.#unreported === 0) return sorted;
    return [...sorted, { line: null, message: `and ${this.#unreported} more problems`, hint: null }];
  }

  /** The fields of a map. Keys that are not `known` are reported, in the words of `explain` if it has any. */
  fields(
    place: Place,
    known: readonly string[],
    explain: (key: string) => { message: string; hint: string } | null = () => null,
  ): ReadonlyMap<string, Place> | null {
    const { node } = place;
    if (!isMap<ParsedNode, ParsedNode | null>(node)) {
      this.reportAt(place, `expected keys and values, found ${kindOf(node)}`, `keys: ${known.join(", ")}`);
      return null;
    }
    const fields = new Map<string, Place>();
    for (const pair of node.items) {
      const key = isScalar(pair.key) ? String(pair.key.value) : kindOf(pair.key);
      const line = this.#lineOf(pair.key) ?? place.line;
      const field = this.#place(place.path === "" ? key : `${place.path}.${key}`, line, pair.value);
      if (fields.has(key)) this.report(line, `${field.path}: the key is written twice`, null);
      else if (known.includes(key)) fields.set(key, field);
      else {
        const { message, hint } = explain(key) ?? unknownKey(key, known);
        this.reportAt({ ...field, path: place.path }, message, hint);
      }
    }
    return fields;
  }

  /** The entries of a list; null (and a report) when it is none. */
  items(place: Place, what: string): readonly Place[] | null {
    const { node } = place;
    if (!isSeq<ParsedNode>(node)) {
      this.reportAt(
        place,
        `expected a list of ${what}, found ${kindOf(node)}`,
        `each on a line of its own with "- " before it`,
      );
      return null;
    }
    return node.items.map((item, index) =>
      this.#place(`${place.path}[${index}]`, this.#lineOf(item) ?? place.line, item),
    );
  }

  /** true, false, null, text or a number; undefined when the place holds a map or a list. */
  scalar(place: Place): unknown {
    return isScalar(place.node) ? place.node.value : undefined;
  }

  /** Text, trimmed and not empty. Never repeats the value in a message: it may be a secret. */
  text(place: Place, allowed: string): string | null {
    const value = this.scalar(place);
    if (typeof value === "string" && value.trim() !== "") return showBraces(value.trim());
    this.reportAt(place, `expected text, found ${kindOf(place.node)}`, allowed);
    return null;
  }

  #place(path: string, line: number, node: ParsedNode | null): Place {
    this.#places += 1;
    if (this.#places > MAX_PLACES) return { path, line, node: null };
    if (!isAlias(node)) return { path, line, node };
    return { path, line, node: this.#yaml.targetOf(node) };
  }

  #lineOf(node: ParsedNode | null): number | null {
    const offset = node?.range?.[0];
    return offset === undefined ? null : this.#yaml.lines.linePos(offset).line;
  }
}

/** For keys whose feature this version lacks: refused, since silence would look like support. */
export function notYet(key: string, hint: string): { message: string; hint: string } {
  return { message: `"${key}" is not supported in this version`, hint };
}

function unknownKey(key: string, known: readonly string[]): { message: string; hint: string } {
  const nearest = nearestWord(key, known);
  const guess = nearest === null ? "" : `did you mean "${nearest}"? `;
  return { message: `unknown key "${cut(key)}"`, hint: `${guess}allowed: ${known.join(", ")}` };
}

function kindOf(node: unknown): string {
  if (node === null || node === undefined) return "nothing";
  if (isMap(node)) return "keys and values";
  if (isSeq(node)) return "a list";
  if (!isScalar(node)) return "something else";
  const { value } = node;
  if (value === null || value === "") return "nothing";
  if (typeof value === "number" || typeof value === "bigint") return "a number";
  if (typeof value === "boolean") return "true or false";
  return "text";
}

function cut(text: string): string {
  return text.length <= 80 ? text : `${text.slice(0, 79)}…`;
}
