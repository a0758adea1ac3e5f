export interface RoleHistory {
  readonly note: (isPrimary: boolean, atMs: number) => void;
  /** As it was then; the first known one for any earlier time. */
  readonly at: (atMs: number) => "primary" | "replica";
}

/** Which role a node had when: what AWS tells follows a failover late. */
export function createRoleHistory(isPrimary: boolean): RoleHistory {
  const changes = [{ fromMs: Number.NEGATIVE_INFINITY, isPrimary }];
  return {
    note: (now, atMs) => {
      if (changes.at(-1)?.isPrimary !== now) changes.push({ fromMs: atMs, isPrimary: now });
    },
    at: (atMs) => (changes.findLast(({ fromMs }) => fromMs <= atMs)?.isPrimary ? "primary" : "replica"),
  };
}
