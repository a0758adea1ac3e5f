/** Which metrics are asked for, or the first name that none has. */
export type WantedNames =
  | { readonly state: "read"; readonly isWanted: (metric: string) => boolean }
  | { readonly state: "unknown"; readonly message: string };

/** How many names a refusal lists where none is near. */
const LISTED = 8;

/** Reads `name`: metrics separated by commas, all of them without it. Case must be CloudWatch's, as everywhere at AWS. */
export function wantedNames(text: string | undefined, known: readonly string[]): WantedNames {
  const names = (text ?? "")
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");
  if (names.length === 0) return { state: "read", isWanted: () => true };
  const unknown = names.find((name) => !known.includes(name));
  if (unknown === undefined) return { state: "read", isWanted: (metric) => names.includes(metric) };
  const near = nearestName(unknown, known);
  const hint =
    near === null
      ? `known are ${known.slice(0, LISTED).join(", ")} and ${Math.max(0, known.length - LISTED)} more`
      : `did you mean ${near}?`;
  return { state: "unknown", message: `names “${unknown.slice(0, 80)}”, which is no metric here; ${hint}` };
}

/** Half of the letter pairs in common: enough for a slip of case, a plural or a swapped part. */
const NEAR_ENOUGH = 0.5;

function nearestName(name: string, known: readonly string[]): string | null {
  const wanted = pairsOf(name);
  const likeness = (other: string) => {
    const pairs = pairsOf(other);
    const shared = [...wanted].filter((pair) => pairs.has(pair)).length;
    return (2 * shared) / Math.max(1, wanted.size + pairs.size);
  };
  const best = known
    .map((other) => ({ other, likeness: likeness(other) }))
    .sort((left, right) => right.likeness - left.likeness)[0];
  return best !== undefined && best.likeness >= NEAR_ENOUGH ? best.other : null;
}

function pairsOf(name: string): Set<string> {
  const letters = name.toLowerCase();
  return new Set(Array.from(letters.slice(1), (letter, index) => `${letters[index] ?? ""}${letter}`));
}
