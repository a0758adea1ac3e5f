import { matchesGlob } from "../connections/glob";

/** Whether an id fits the pattern of the fleet file: `*` is any run of characters, `?` one; AWS keeps ids in lower case. */
export function matchesId(pattern: string, id: string): boolean {
  return matchesGlob(pattern.toLowerCase(), id.toLowerCase());
}
