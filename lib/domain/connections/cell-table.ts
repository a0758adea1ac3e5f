import { CellProfiles } from "./cell-profiles";
import type { ConnectionCell } from "./model";

/** What the server says of every client, so that sums of it are known. */
export interface CellsKnown {
  readonly commands: boolean;
  readonly pipelining: boolean;
}

/** Counts of a sweep per (proxy, group). Pairs keep their number for the life of the ledger. */
export class CellTable {
  private readonly byKey = new Map<string, number>();
  private readonly pairs: { readonly proxy: string | null; readonly group: string }[] = [];
  readonly connections: number[] = [];
  readonly opened: number[] = [];
  readonly closed: number[] = [];
  readonly commands: number[] = [];
  readonly profiles = new CellProfiles();

  intern(proxy: string | null, group: string): number {
    const key = proxy === null ? `-${group}` : `+${proxy}\0${group}`;
    const known = this.byKey.get(key);
    if (known !== undefined) return known;
    const cell = this.pairs.length;
    this.byKey.set(key, cell);
    this.pairs.push({ proxy, group });
    this.connections.push(0);
    this.opened.push(0);
    this.closed.push(0);
    this.commands.push(0);
    this.profiles.reserve(cell);
    return cell;
  }

  proxyOf(cell: number): string | null {
    return this.pairs[cell]?.proxy ?? null;
  }

  groupOf(cell: number): string {
    return this.pairs[cell]?.group ?? "";
  }

  /** A new sweep counts from zero. `previousAtMs` null: none precedes it in its run. */
  reset(previousAtMs: number | null, atMs: number): void {
    for (const counts of [this.connections, this.opened, this.closed, this.commands]) counts.fill(0);
    this.profiles.reset(previousAtMs, atMs);
  }

  /** The pairs that had or have connections, in a fixed order. */
  collect(known: CellsKnown): ConnectionCell[] {
    const cells: ConnectionCell[] = [];
    this.pairs.forEach(({ proxy, group }, cell) => {
      const connections = this.connections[cell] ?? 0;
      const opened = this.opened[cell] ?? 0;
      const closed = this.closed[cell] ?? 0;
      if (connections + opened + closed === 0) return;
      cells.push({
        proxy,
        group,
        connections,
        opened,
        closed,
        commands: known.commands ? (this.commands[cell] ?? 0) : null,
        profile: this.profiles.profileOf(cell, known.pipelining),
      });
    });
    return cells;
  }
}
