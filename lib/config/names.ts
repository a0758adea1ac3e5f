import type { FleetDocument, Place } from "./fleet-document";

const NAME_HINT = "text of up to 100 characters on one line";

/** Text shown to people: one line, no control characters, written out. */
export function readName(document: FleetDocument, place: Place): string | null {
  const name = document.text(place, NAME_HINT);
  if (name === null) return null;
  if (name.includes("${")) {
    document.reportAt(
      place,
      "environment variables are read under auth, tls, stats and keys only",
      "write the text itself",
    );
    return null;
  }
  if (name.length <= 100 && !/\p{Cc}/u.test(name)) return name;
  document.reportAt(place, "this text is too long or holds control characters", NAME_HINT);
  return null;
}

/** The `name` of an entry of a list, unlike all names in `taken`, which it joins. */
export function readUniqueName(
  document: FleetDocument,
  entry: Place,
  place: Place | undefined,
  taken: Map<string, number>,
  reserved: string,
): string | null {
  if (place === undefined) {
    document.reportAt(entry, "has no name", NAME_HINT);
    return null;
  }
  const name = readName(document, place);
  if (name === null) return null;
  const line = taken.get(name);
  if (line !== undefined) document.reportAt(place, `"${name}" is used twice`, `first used on line ${line}`);
  if (name === reserved) document.reportAt(place, `"${name}" is reserved`, "choose another name");
  taken.set(name, line ?? place.line);
  return name;
}
