/** Fields of an INFO reply by name, as written. */
export type InfoFields = ReadonlyMap<string, string>;

/** A whole number; absent when the field is missing or something else. */
export function readInteger(text: string | undefined): number | undefined {
  return text !== undefined && /^-?\d{1,19}$/.test(text) ? Number(text) : undefined;
}

/** Text that is not empty. */
export function readText(text: string | undefined): string | undefined {
  return text === undefined || text === "" ? undefined : text;
}

/** The object without its undefined members: what the reply lacks is absent. */
export function present<Fields extends object>(
  fields: Fields,
): { [Key in keyof Fields]?: NonNullable<Fields[Key]> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [Key in keyof Fields]?: NonNullable<Fields[Key]>;
  };
}

/** `ip=127.0.0.1,port=17039` → its parts. */
export function readParts(text: string): Map<string, string> {
  return new Map(
    text.split(",").map((part): [string, string] => {
      const equals = part.indexOf("=");
      return equals < 0 ? [part, ""] : [part.slice(0, equals), part.slice(equals + 1)];
    }),
  );
}
