import type { InfoReply } from "@/lib/domain/redis/info";
import type { SourceFailure } from "../sources/redis-failure";

/** The whole set of a node's clients at one moment, as bytes. */
export interface Swept {
  readonly state: "swept";
  readonly mode: "full" | "chunks";
  /** One reply, or the chunks' replies one after the other. */
  readonly list: Buffer;
  readonly runId: string;
  /** `total_connections_received` of the moment up to which new clients were asked for. */
  readonly received: number | null;
  /** Every id up to here was handed out by then and asked for; null: all clients were listed. */
  readonly askedUpTo: number | null;
  /** `connected_clients` at the end of the sweep. */
  readonly connected: number | null;
  /** Wall clock when the (first) list was asked for; the server makes it within milliseconds of that. */
  readonly atMs: number;
  readonly elapsedMs: number;
  /** Server-side, from commandstats; null: it does not say. */
  readonly costUsec: number | null;
  readonly longestCommandUsec: number | null;
}

export type SweepOutcome =
  | Swept
  /** The server refuses CLIENT LIST or the INFO around it. */
  | { readonly state: "refused"; readonly command: "CLIENT LIST" | "INFO"; readonly reason: string }
  /** The server process is another one than the one whose ids were known. */
  | { readonly state: "restarted" }
  | { readonly state: "failed"; readonly failure: SourceFailure };

/** Run id in the INFO around a list; both must agree, or the set spans a restart. */
export function runIdOf(before: InfoReply | null, after: InfoReply | null): string | null {
  const runId = after?.server.runId ?? null;
  return runId !== null && before?.server.runId === runId ? runId : null;
}
