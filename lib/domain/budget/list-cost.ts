/** What listing costs a server per client, as the server itself measured it. Null until it was measured. */
export interface ListCost {
  note(usec: number, clients: number): void;
  /** Median of the last lists: one during which the machine held the server up tells nothing of the next. For planning stalls. */
  readonly usualUsecPerClient: number | null;
  /** Slow mean: a dear list is paid back in full, over the next dozens rather than before the next one. For planning the budget. */
  readonly meanUsecPerClient: number | null;
}

const REMEMBERED = 5;
/** Weight of the newest list in the mean. */
const NEWEST = 1 / 8;

export function createListCost(): ListCost {
  const recent: number[] = [];
  let mean: number | null = null;
  return {
    note(usec, clients) {
      if (clients <= 0) return;
      const perClient = usec / clients;
      recent.push(perClient);
      if (recent.length > REMEMBERED) recent.shift();
      mean = mean === null ? perClient : mean + NEWEST * (perClient - mean);
    },
    get usualUsecPerClient() {
      const sorted = [...recent].sort((left, right) => left - right);
      // Of an even number the lower: what is not known to be dear is not taken for it.
      return sorted[Math.floor((sorted.length - 1) / 2)] ?? null;
    },
    get meanUsecPerClient() {
      return mean;
    },
  };
}
