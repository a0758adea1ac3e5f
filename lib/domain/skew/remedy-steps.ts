/** One thing to do. */
export interface RemedyStep {
  /** Imperative. */
  readonly title: string;
  /** Library it is for, as seen: "Jedis 3.6.3"; null: any. */
  readonly library: string | null;
  /** Ready to copy; null: nothing to copy. */
  readonly code: string | null;
  readonly language: string | null;
  /** What it costs or risks. */
  readonly cost: string | null;
}

/** A client library seen on the connections that a verdict is about. */
export interface LibraryInUse {
  readonly name: string;
  readonly version: string;
  readonly group: string;
  readonly connections: number;
}

/** An open connection of the subject, and how old it is. */
export interface OldestConnection {
  readonly node: string;
  readonly id: number;
  readonly ageSec: number;
}

export function step(title: string, rest: Partial<Omit<RemedyStep, "title">> = {}): RemedyStep {
  return {
    title,
    library: rest.library ?? null,
    code: rest.code ?? null,
    language: rest.language ?? null,
    cost: rest.cost ?? null,
  };
}
