import type { ListReply, Outcome } from "../sources/redis-commands";

/** What a sweep needs of a node: lists, and pauses in between. Tests put a made-up server behind it. */
export interface ListPort {
  /** CLIENT LIST of these ids, null: of all clients; `bracket`: with INFO just before and after it. */
  list(ids: readonly number[] | null, bracket: boolean): Promise<Outcome<ListReply>>;
  /** Resolves early when the sweep is to end. */
  pause(ms: number): Promise<void>;
  readonly signal: AbortSignal;
}
