import type { ImportDraft } from "./import-draft";
import type { YamlPart } from "./yaml-documents";

/** A second or two of parsing. What one document may cost, its parser bounds. */
const MAX_CHARACTERS = 2 * 1024 * 1024;
/** What a document costs besides its text. */
const CHARACTERS_EACH = 100;

/** The documents that may be parsed; that others are left out is told with the line where they begin. */
export function withinBudget(draft: ImportDraft, parts: readonly YamlPart[]): readonly YamlPart[] {
  let characters = 0;
  for (const [index, { firstLine, text }] of parts.entries()) {
    characters += text.length + CHARACTERS_EACH;
    if (index === 0 || characters <= MAX_CHARACTERS) continue;
    draft.reject(firstLine, "", "these are too many documents at once: from here on nothing was read");
    return parts.slice(0, index);
  }
  return parts;
}
