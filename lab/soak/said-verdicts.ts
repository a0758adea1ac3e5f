import type { SkewBy, SkewVerdict } from "@/lib/domain/skew/model";

/** A verdict that the dashboard said of a cluster, from when to when. */
export interface SaidVerdict {
  readonly cluster: string;
  readonly verdict: SkewVerdict;
  readonly saidAtMs: number;
  /** Null while it holds. */
  readonly endedAtMs: number | null;
}

export interface OpenVerdict {
  readonly by: SkewBy;
  readonly saidAt: Date;
  readonly verdict: SkewVerdict;
}

export interface SaidVerdicts {
  /** The open verdicts of a cluster, as they were found at a moment. */
  readonly take: (cluster: string, open: readonly OpenVerdict[], atMs: number) => void;
  /** In the order in which they were said. */
  readonly all: () => readonly SaidVerdict[];
}

/** Keeps the verdicts that come and go in the database. */
export function followSaidVerdicts(): SaidVerdicts {
  const said = new Map<string, SaidVerdict>();
  return {
    take: (cluster, open, atMs) => {
      const holding = new Map(open.map((episode) => [keyOf(cluster, episode), episode]));
      for (const [key, known] of said) {
        if (known.cluster === cluster && known.endedAtMs === null && !holding.has(key))
          said.set(key, { ...known, endedAtMs: atMs });
      }
      for (const [key, { verdict, saidAt }] of holding)
        said.set(key, { cluster, verdict, saidAtMs: saidAt.getTime(), endedAtMs: null });
    },
    all: () => [...said.values()].sort((a, b) => a.saidAtMs - b.saidAtMs),
  };
}

function keyOf(cluster: string, { by, saidAt, verdict }: OpenVerdict): string {
  return JSON.stringify([cluster, by, verdict.kind, verdict.subject, saidAt.getTime()]);
}

/** What may be said of a fleet to which nothing is done. */
export function isHarmless({ kind }: SkewVerdict): boolean {
  return kind === "balanced" || kind === "insufficient-data";
}
