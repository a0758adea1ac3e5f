/** What one real server has told of itself at one moment. Counters count from its start. */
export interface NodeReading {
  readonly atMs: number;
  /** INFO, by the names of its fields. */
  readonly info: ReadonlyMap<string, string>;
  /** LATENCY HISTOGRAM: of each command, how many calls took at most so many µs. */
  readonly latency: ReadonlyMap<string, Cumulative>;
  /** Of the machine and the process; null where the system does not tell. */
  readonly host: { readonly freeBytes: number | null; readonly swappedBytes: number | null };
}

/** Upper bound of a bucket in µs → calls up to it. Bounds that no call fell into are left out. */
export type Cumulative = ReadonlyMap<number, number>;

export function parseInfoFields(text: string): Map<string, string> {
  const fields = new Map<string, string>();
  for (const line of text.split(/\r?\n/)) {
    const colon = line.indexOf(":");
    if (colon > 0 && !line.startsWith("#")) fields.set(line.slice(0, colon), line.slice(colon + 1));
  }
  return fields;
}

/** `[command, ["calls", n, "histogram_usec", [bound, calls, …]], …]`, as RESP2 has it. Anything else is left out. */
export function parseLatencyHistogram(reply: unknown): Map<string, Cumulative> {
  const commands = new Map<string, Cumulative>();
  for (const [command, details] of pairsOf(reply)) {
    const found = pairsOf(details).find(([key]) => key === "histogram_usec");
    const bounds = pairsOf(found?.[1]).map(([bound, calls]) => [Number(bound), Number(calls)] as const);
    if (typeof command === "string" && bounds.length > 0) commands.set(command, new Map(bounds));
  }
  return commands;
}

/** Null: the server does not tell it, or not as a number. */
export function numberIn({ info }: NodeReading, field: string): number | null {
  const text = info.get(field);
  const number = text === undefined || text === "" ? Number.NaN : Number(text);
  return Number.isFinite(number) ? number : null;
}

/** `calls=3,usec=6,…` and the like: one part of a field. */
export function partOf({ info }: NodeReading, field: string, part: string): number | null {
  const text = info
    .get(field)
    ?.split(",")
    .find((pair) => pair.startsWith(`${part}=`));
  const number = text === undefined ? Number.NaN : Number(text.slice(part.length + 1));
  return Number.isFinite(number) ? number : null;
}

function pairsOf(reply: unknown): [unknown, unknown][] {
  if (!Array.isArray(reply)) return [];
  return Array.from({ length: Math.floor(reply.length / 2) }, (_, index) => [
    reply[2 * index],
    reply[2 * index + 1],
  ]);
}
