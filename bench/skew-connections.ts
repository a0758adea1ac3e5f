/**
 * All connections of a simulated fleet, in columns: one slot each, never used twice. Slots are kept apart by node, as a
 * server lists only its own. Proxy −1: the client connects directly.
 */
export class SimulatedConnections {
  size = 0;
  proxy = new Int16Array(0);
  group = new Int16Array(0);
  node = new Int16Array(0);
  openedAtMs = new Float64Array(0);
  /** Last command sent. */
  usedAtMs = new Float64Array(0);
  /** Since the node's sweep before. */
  commands = new Float64Array(0);
  /** Sweeps that listed it, at most 2. */
  seen = new Uint8Array(0);
  idleWhenSeenSec = new Int32Array(0);
  /** Where it stands in its node's list; −1: closed. */
  private place = new Int32Array(0);

  /** Open slots of each node. */
  readonly open: number[][];
  /** Closed since the node's sweep before, of those that a sweep had listed. */
  readonly closedSince: number[][];
  /** Ids that each node has given, seen or not. */
  readonly given: number[];
  /** Counters of each proxy, as the proxy counts them. */
  readonly openedAt: Float64Array;
  readonly closedAt: Float64Array;
  readonly commandsAt: Float64Array;
  readonly openAt: Int32Array;

  constructor(nodes: number, proxies: number, expected: number) {
    this.open = Array.from({ length: nodes }, () => []);
    this.closedSince = Array.from({ length: nodes }, () => []);
    this.given = new Array<number>(nodes).fill(0);
    this.openedAt = new Float64Array(proxies);
    this.closedAt = new Float64Array(proxies);
    this.commandsAt = new Float64Array(proxies);
    this.openAt = new Int32Array(proxies);
    this.grow(expected + 1024);
  }

  add(node: number, proxy: number, group: number, atMs: number): number {
    const slot = this.size++;
    if (slot >= this.proxy.length) this.grow(slot * 2);
    const list = this.open[node] ?? [];
    this.proxy[slot] = proxy;
    this.group[slot] = group;
    this.node[slot] = node;
    this.openedAtMs[slot] = atMs;
    this.usedAtMs[slot] = atMs;
    this.place[slot] = list.length;
    list.push(slot);
    this.given[node] = (this.given[node] ?? 0) + 1;
    if (proxy >= 0) {
      this.openedAt[proxy] = (this.openedAt[proxy] ?? 0) + 1;
      this.openAt[proxy] = (this.openAt[proxy] ?? 0) + 1;
    }
    return slot;
  }

  isOpen(slot: number): boolean {
    return (this.place[slot] ?? -1) >= 0;
  }

  close(slot: number): void {
    const place = this.place[slot] ?? -1;
    if (place < 0) return;
    const node = this.node[slot] ?? 0;
    const list = this.open[node] ?? [];
    const last = list.pop() ?? slot;
    if (last !== slot) {
      list[place] = last;
      this.place[last] = place;
    }
    this.place[slot] = -1;
    if ((this.seen[slot] ?? 0) > 0) this.closedSince[node]?.push(slot);
    const proxy = this.proxy[slot] ?? -1;
    if (proxy >= 0) {
      this.closedAt[proxy] = (this.closedAt[proxy] ?? 0) + 1;
      this.openAt[proxy] = (this.openAt[proxy] ?? 0) - 1;
    }
  }

  use(slot: number, atMs: number, commands: number): void {
    this.usedAtMs[slot] = atMs;
    this.commands[slot] = (this.commands[slot] ?? 0) + commands;
    const proxy = this.proxy[slot] ?? -1;
    if (proxy >= 0) this.commandsAt[proxy] = (this.commandsAt[proxy] ?? 0) + commands;
  }

  /** Came and went between two sweeps: only ids and the proxy's counters know. */
  pass(node: number, proxy: number, count: number): void {
    this.given[node] = (this.given[node] ?? 0) + count;
    if (proxy < 0) return;
    this.openedAt[proxy] = (this.openedAt[proxy] ?? 0) + count;
    this.closedAt[proxy] = (this.closedAt[proxy] ?? 0) + count;
  }

  /** Of all nodes. */
  get openCount(): number {
    return this.open.reduce((sum, list) => sum + list.length, 0);
  }

  private grow(length: number): void {
    this.proxy = copied(this.proxy, new Int16Array(length));
    this.group = copied(this.group, new Int16Array(length));
    this.node = copied(this.node, new Int16Array(length));
    this.openedAtMs = copied(this.openedAtMs, new Float64Array(length));
    this.usedAtMs = copied(this.usedAtMs, new Float64Array(length));
    this.commands = copied(this.commands, new Float64Array(length));
    this.seen = copied(this.seen, new Uint8Array(length));
    this.idleWhenSeenSec = copied(this.idleWhenSeenSec, new Int32Array(length));
    this.place = copied(this.place, new Int32Array(length));
  }
}

function copied<T extends { set(from: ArrayLike<number>): void }>(from: ArrayLike<number>, to: T): T {
  to.set(from);
  return to;
}
