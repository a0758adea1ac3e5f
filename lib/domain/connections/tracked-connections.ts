import { addrOf, type ClientRows, identityOf, WAITING_FLAGS } from "@/lib/domain/redis/client-rows";
import type { Attribution } from "./attribution";
import { CellTable } from "./cell-table";
import { ConnectionTable, NO_IDLE, NO_SLOT } from "./connection-table";
import { HostTable } from "./host-table";
import { IdentityTable } from "./identity-table";
import type { Connection, ConnectionCell, SweepDelta } from "./model";
import { SweepCommands } from "./sweep-commands";

/** Tables of names are rebuilt when they hold this many more than twice what the open connections use. */
const SPARE_NAMES = 1024;
/** A reply buffer that peaked at half of its first size, or beyond: many replies at once, or large ones. */
const PIPELINE_BYTES = 8192;
/** Up to here `rbp` shows the size that the buffer was made with, not what was used of it (Redis 7.0 to 8, Valkey). */
const FRESH_SEC = 1;

/** The set of open connections of a node, and the sweep that is being read into it. */
export class TrackedConnections {
  private readonly table = new ConnectionTable();
  private readonly cells = new CellTable();
  private identities = new IdentityTable();
  private hosts = new HostTable();
  private sweep = 1;
  private atMs = 0;
  private previousAtMs: number | null = null;
  private proxiesVersion: number;
  private opened: number[] = [];
  private closed: number[] = [];
  private readonly changed = new Set<number>();
  /** First seen in the sweep before: once only, unless this one shows them too. */
  private seenOnce: number[] = [];
  private readonly commands = new SweepCommands();
  private peaksSeen = false;
  private peaksMissing = false;

  constructor(private readonly attribution: Attribution) {
    this.proxiesVersion = attribution.proxiesVersion;
  }

  get size(): number {
    return this.table.size;
  }

  /** Takes over a stored set. Connections that today's rules attribute differently show up as changed in the next sweep. */
  restore(connections: Iterable<Connection>): void {
    for (const connection of connections) {
      if (this.table.find(connection.id) !== NO_SLOT) continue;
      const slot = this.table.add(connection.id, this.sweep);
      const { addr } = connection;
      const proxy = this.attribution.proxyOfKnown(addr, connection.proxy);
      const group = this.attribution.groupOf(connection, addr).name;
      this.place(slot, this.identities.intern(connection), addr, this.cells.intern(proxy, group));
      this.table.openedAtMs[slot] = connection.openedAtMs;
      this.table.totCmds[slot] = -1;
      this.table.idleSec[slot] = NO_IDLE;
      if (proxy !== connection.proxy || group !== connection.group) this.changed.add(slot);
    }
  }

  /** `previousAtMs` null: no sweep of this run precedes it. */
  beginSweep(atMs: number, previousAtMs: number | null): void {
    this.sweep++;
    this.atMs = atMs;
    this.previousAtMs = previousAtMs;
    this.opened = [];
    this.closed = [];
    this.commands.reset();
    this.peaksSeen = false;
    this.peaksMissing = false;
    this.cells.reset(previousAtMs, atMs);
    if (this.proxiesVersion !== this.attribution.proxiesVersion) this.adoptDirect();
  }

  /** One row of a client. A second row of the same id (from another chunk) changes nothing. */
  see(rows: ClientRows, row: number): "opened" | "known" | "again" {
    const { table, cells } = this;
    const id = rows.id[row] ?? 0;
    let slot = table.find(id);
    const isKnown = slot !== NO_SLOT;
    if (!isKnown) slot = this.open(rows, row, id);
    else if (table.seenIn[slot] === this.sweep) return "again";
    else if (!this.identities.matchesBytes(table.identity[slot] ?? 0, rows, row))
      this.rename(slot, rows, row);
    table.seenIn[slot] = this.sweep;
    const cell = table.cell[slot] ?? 0;
    cells.connections[cell] = (cells.connections[cell] ?? 0) + 1;
    this.countHabits(rows, row, slot, cell);
    const totCmds = rows.totCmds[row] ?? -1;
    if (totCmds >= 0) this.countCommands(rows, row, slot, totCmds);
    return isKnown ? "known" : "opened";
  }

  /** The server process is another one: nothing of the old set is left. */
  closeAll(): void {
    for (const slot of this.table.slots()) this.close(slot);
    this.table.clear();
    this.changed.clear();
    this.seenOnce = [];
  }

  /** Closes what the sweep did not show. */
  closeUnseen(): void {
    const { seenIn, used } = this.table;
    for (const slot of this.seenOnce) {
      if (seenIn[slot] !== this.sweep) this.cells.profiles.addClosedOnce(this.table.cell[slot] ?? 0);
    }
    this.seenOnce = [];
    for (let slot = 0; slot < used; slot++) {
      const seen = seenIn[slot] ?? 0;
      if (seen === 0 || seen === this.sweep) continue;
      this.close(slot);
      this.changed.delete(slot);
      this.table.remove(slot);
    }
  }

  /** Keeps what a cut reply did not show: it counts as open until a whole reply says otherwise. */
  keepUnseen(): void {
    this.seenOnce = this.seenOnce.filter((slot) => this.table.seenIn[slot] !== this.sweep);
    for (const slot of this.table.slots()) {
      if (this.table.seenIn[slot] === this.sweep) continue;
      const cell = this.table.cell[slot] ?? 0;
      this.cells.connections[cell] = (this.cells.connections[cell] ?? 0) + 1;
    }
  }

  /** What the sweep changed, in order of id. */
  takeDelta(): SweepDelta {
    const byId = (a: Connection, b: Connection) => a.id - b.id;
    const opened = this.opened.map((slot) => this.connectionAt(slot)).sort(byId);
    const changed = Array.from(this.changed, (slot) => this.connectionAt(slot)).sort(byId);
    const closed = this.closed.sort((a, b) => a - b);
    this.changed.clear();
    this.opened = [];
    this.closed = [];
    this.dropUnusedNames();
    return { opened, closed, changed };
  }

  /** A baseline cannot tell what was opened before it from what was opened since: it counts neither, nor commands. */
  takeCells(isBaseline: boolean): ConnectionCell[] {
    if (isBaseline) this.cells.opened.fill(0);
    else this.seenOnce.push(...this.opened);
    const known = {
      commands: this.commands.isKnown && !isBaseline,
      pipelining: this.peaksSeen && !this.peaksMissing,
    };
    this.profileOpen();
    if (known.commands && this.previousAtMs !== null) this.commands.tellBusiest(this.cells.profiles);
    this.commands.reset();
    return this.cells.collect(known);
  }

  *connections(): Generator<Connection> {
    for (const slot of this.table.slots()) yield this.connectionAt(slot);
  }

  ids(): number[] {
    const ids = Float64Array.from(this.table.slots(), (slot) => this.table.id[slot] ?? 0);
    return Array.from(ids.sort());
  }

  /** Proxies became known: connections that were nobody's may be theirs. */
  private adoptDirect(): void {
    this.proxiesVersion = this.attribution.proxiesVersion;
    for (const slot of this.table.slots()) {
      const cell = this.table.cell[slot] ?? 0;
      if (this.cells.proxyOf(cell) !== null) continue;
      const proxy = this.attribution.proxyOf(this.addrAt(slot));
      if (proxy === null) continue;
      this.table.cell[slot] = this.cells.intern(proxy, this.cells.groupOf(cell));
      this.changed.add(slot);
    }
  }

  private open(rows: ClientRows, row: number, id: number): number {
    const slot = this.table.add(id, this.sweep);
    const addr = addrOf(rows, row);
    const identity = this.identities.internRow(rows, row);
    const group = this.attribution.groupOf(this.identities.at(identity), addr).name;
    const cell = this.cells.intern(this.attribution.proxyOf(addr), group);
    this.place(slot, identity, addr, cell);
    const ageSec = rows.ageSec[row] ?? -1;
    this.table.openedAtMs[slot] = this.atMs - Math.max(0, ageSec) * 1000;
    this.table.totCmds[slot] = 0;
    this.opened.push(slot);
    this.cells.opened[cell] = (this.cells.opened[cell] ?? 0) + 1;
    return slot;
  }

  private rename(slot: number, rows: ClientRows, row: number): void {
    const identity = this.identities.internRow(rows, row);
    if (identity === this.table.identity[slot]) return;
    const client = identityOf(rows, row);
    const group = this.attribution.groupOf(client, this.addrAt(slot)).name;
    this.table.identity[slot] = identity;
    this.table.cell[slot] = this.cells.intern(this.cells.proxyOf(this.table.cell[slot] ?? 0), group);
    this.changed.add(slot);
  }

  private close(slot: number): void {
    const { id, openedAtMs, idleSec } = this.table;
    const cell = this.table.cell[slot] ?? 0;
    this.closed.push(id[slot] ?? 0);
    this.cells.closed[cell] = (this.cells.closed[cell] ?? 0) + 1;
    this.cells.profiles.addClosed(cell, openedAtMs[slot] ?? 0, idleSec[slot] ?? NO_IDLE);
  }

  private countCommands(rows: ClientRows, row: number, slot: number, totCmds: number): void {
    const cell = this.table.cell[slot] ?? 0;
    const before = this.table.totCmds[slot] ?? -1;
    this.table.totCmds[slot] = totCmds;
    const commands = before < 0 ? -1 : Math.max(0, totCmds - before);
    this.commands.add(rows.count, row, cell, commands);
    this.cells.commands[cell] = (this.cells.commands[cell] ?? 0) + Math.max(0, commands);
  }

  /** What the row says of idling and pipelining. */
  private countHabits(rows: ClientRows, row: number, slot: number, cell: number): void {
    const isWaiting = ((rows.flags[row] ?? 0) & WAITING_FLAGS) !== 0;
    if (isWaiting) this.cells.profiles.addWaiting(cell);
    this.table.idleSec[slot] = isWaiting ? NO_IDLE : (rows.idleSec[row] ?? NO_IDLE);
    const peakBytes = rows.replyPeakBytes[row] ?? -1;
    if (peakBytes < 0) this.peaksMissing = true;
    else this.peaksSeen = true;
    if (peakBytes >= PIPELINE_BYTES && (rows.ageSec[row] ?? 0) > FRESH_SEC)
      this.cells.profiles.addPipelining(cell);
  }

  /** One pass over the columns in their order: in the order of the reply, every look would miss the processor's cache. */
  private profileOpen(): void {
    const { profiles } = this.cells;
    const { used, seenIn, cell: cells, openedAtMs, idleSec } = this.table;
    for (let slot = 0; slot < used; slot++) {
      const seen = seenIn[slot] ?? 0;
      if (seen === 0) continue;
      const cell = cells[slot] ?? 0;
      profiles.addOpen(cell, openedAtMs[slot] ?? 0);
      const idle = idleSec[slot] ?? NO_IDLE;
      if (idle >= 0 && seen === this.sweep) profiles.addIdle(cell, idle);
    }
  }

  private place(slot: number, identity: number, addr: string, cell: number): void {
    const { host, port } = this.hosts.intern(addr);
    this.table.identity[slot] = identity;
    this.table.host[slot] = host;
    this.table.port[slot] = port;
    this.table.cell[slot] = cell;
  }

  private addrAt(slot: number): string {
    return this.hosts.addrOf(this.table.host[slot] ?? 0, this.table.port[slot] ?? -1);
  }

  private connectionAt(slot: number): Connection {
    const { name, user, libName, libVer } = this.identities.at(this.table.identity[slot] ?? 0);
    const cell = this.table.cell[slot] ?? 0;
    return {
      id: this.table.id[slot] ?? 0,
      addr: this.addrAt(slot),
      name,
      user,
      libName,
      libVer,
      openedAtMs: this.table.openedAtMs[slot] ?? 0,
      proxy: this.cells.proxyOf(cell),
      group: this.cells.groupOf(cell),
    };
  }

  /** Names of closed connections go when they outnumber those in use. */
  private dropUnusedNames(): void {
    const enough = 2 * this.table.size + SPARE_NAMES;
    if (this.identities.size > enough) {
      const { identity } = this.table;
      const kept = new IdentityTable();
      for (const slot of this.table.slots())
        identity[slot] = kept.adopt(this.identities, identity[slot] ?? 0);
      this.identities = kept;
    }
    if (this.hosts.size > enough) {
      const { host } = this.table;
      const kept = new HostTable();
      for (const slot of this.table.slots()) host[slot] = kept.internHost(this.hosts.hostAt(host[slot] ?? 0));
      this.hosts = kept;
    }
  }
}
