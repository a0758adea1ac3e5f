import type { Turn } from "./skew-balancer";
import type { Client, Fleet } from "./skew-fleet";

/** A process that keeps a fixed number of connections open and uses each of them evenly: no pool, no loans. */
export interface SteadySpec {
  readonly group: number;
  readonly node: number;
  readonly isDirect: boolean;
  readonly size: number;
  /** Of each connection. */
  readonly commandsPerSec: number;
  /** A connection breaks, and is opened anew, once in this time on average. Infinity: never. */
  readonly breaksEveryMs: number;
  readonly reopensAtOnce: boolean;
}

export class SteadyClient implements Client {
  readonly group: number;
  private slots: number[] = [];
  private missing = 0;
  private nowMs = 0;
  private readonly turn: Turn;

  constructor(
    private readonly spec: SteadySpec,
    private readonly fleet: Fleet,
  ) {
    this.group = spec.group;
    this.turn = fleet.balancer.turn();
  }

  start(atMs: number, agesMs: () => number): void {
    this.nowMs = atMs;
    for (let count = 0; count < this.spec.size; count++) this.open(atMs - agesMs());
  }

  advance(untilMs: number): void {
    const { random, connections, load } = this.fleet;
    const spanMs = untilMs - this.nowMs;
    if (spanMs <= 0) return;
    for (let count = this.missing; count > 0; count--) {
      this.missing--;
      this.open(this.nowMs + random.next() * spanMs);
    }
    this.nowMs = untilMs;
    const perSec = this.spec.commandsPerSec * (load[this.spec.group] ?? 1);
    const breaking = 1 - Math.exp(-spanMs / this.spec.breaksEveryMs);
    for (let at = 0; at < this.slots.length; at++) {
      const slot = this.slots[at] ?? 0;
      if (breaking > 0 && random.next() < breaking) {
        connections.close(slot);
        this.slots[at] = this.add(untilMs - random.next() * spanMs);
      } else if (perSec > 0) {
        const commands = random.poisson((perSec * spanMs) / 1000);
        const lastMs = Math.min(random.exponential(1000 / perSec), spanMs);
        if (commands > 0) connections.use(slot, untilMs - lastMs, commands);
      }
    }
    this.slots = this.slots.filter((slot) => slot >= 0);
  }

  lose(proxy: number, atMs: number): void {
    const { connections } = this.fleet;
    const kept = this.slots.filter((slot) => connections.proxy[slot] !== proxy);
    const lost = this.slots.length - kept.length;
    for (const slot of this.slots) if (connections.proxy[slot] === proxy) connections.close(slot);
    this.slots = kept;
    if (!this.spec.reopensAtOnce) this.missing += lost;
    else for (let count = 0; count < lost; count++) this.open(atMs);
  }

  replace(atMs: number): void {
    for (const slot of this.slots) this.fleet.connections.close(slot);
    this.slots = [];
    this.missing = 0;
    this.start(atMs, () => 0);
  }

  private open(atMs: number): void {
    const slot = this.add(atMs);
    if (slot >= 0) this.slots.push(slot);
  }

  private add(atMs: number): number {
    const proxy = this.spec.isDirect ? -1 : this.fleet.balancer.pick(this.turn);
    if (proxy < 0 && !this.spec.isDirect) return -1;
    return this.fleet.connections.add(this.spec.node, proxy, this.spec.group, atMs);
  }
}
