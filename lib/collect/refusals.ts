/** A command that the server would not answer to us. */
export interface Refusal {
  readonly command: string;
  readonly reason: string;
  readonly sinceMs: number;
}

export type RefusalChange = "refused" | "lifted" | null;

export interface Refusals {
  /** False while the command is refused and not yet due for another try. */
  mayTry(command: string, nowMs: number): boolean;
  /** Notes what a try came to (`reason` null: answered). Tells a change once, for the timeline. */
  note(command: string, reason: string | null, nowMs: number): RefusalChange;
  list(): readonly Refusal[];
}

/** Permissions change by hand: asking again every ten minutes is soon enough and leaves ACL LOG readable. */
export const REFUSAL_RETRY_MS = 600_000;

export function createRefusals(retryMs: number = REFUSAL_RETRY_MS): Refusals {
  const refused = new Map<string, Refusal & { readonly triedAtMs: number }>();
  return {
    mayTry(command, nowMs) {
      const known = refused.get(command);
      return known === undefined || nowMs - known.triedAtMs >= retryMs;
    },
    note(command, reason, nowMs) {
      const known = refused.get(command);
      if (reason === null) {
        refused.delete(command);
        return known === undefined ? null : "lifted";
      }
      refused.set(command, { command, reason, sinceMs: known?.sinceMs ?? nowMs, triedAtMs: nowMs });
      return known === undefined ? "refused" : null;
    },
    list: () => [...refused.values()].map(({ command, reason, sinceMs }) => ({ command, reason, sinceMs })),
  };
}
