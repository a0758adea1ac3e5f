export interface OpenedOnNode {
  /** Highest id now − highest id of the sweep before; null: there is none in this run. */
  readonly idGap: number | null;
  /** `total_connections_received`, null where the server does not say. */
  readonly received: number | null;
  /** Ids first seen in this sweep, of every sort: clients, replicas, the primary link, our own. */
  readonly seen: number;
  /** The primary link among them: it has an id, but this node opened it, so it was never received. */
  readonly seenPrimaryLinks: number;
  /** Connections of ours, opened and closed since the sweep before. */
  readonly ownBrief: number;
}

/**
 * Connections opened on a node that were gone before a sweep could see them.
 * Δtotal_connections_received is used where it is known in both sweeps, else the id gap (they are equal, Redis 7.0.15):
 * the gap stays blind to ids above the highest one that is still open.
 */
export class UnattributedChurn {
  private received: number | null = null;
  /** Seen before INFO had counted it, or later than it should: taken off the next sweeps, so that sums stay exact. */
  private credit = 0;

  next(opened: OpenedOnNode): number | null {
    const before = this.received;
    this.received = opened.received;
    if (opened.idGap === null) {
      this.credit = 0;
      return null;
    }
    const isCounted = before !== null && opened.received !== null && opened.received >= before;
    const unseen = isCounted
      ? opened.received - before - (opened.seen - opened.seenPrimaryLinks)
      : opened.idGap - opened.seen;
    const rest = unseen - opened.ownBrief + this.credit;
    this.credit = Math.min(0, rest);
    return Math.max(0, rest);
  }
}
