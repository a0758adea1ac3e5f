import type { Turn } from "./skew-balancer";
import type { Client, Fleet } from "./skew-fleet";
import { Returns } from "./skew-returns";

/** Requests that come together, again and again; a steady flow is many small waves. */
export interface WaveSpec {
  readonly everyMs: number;
  /** After the run's beginning. */
  readonly firstMs: number;
  readonly requests: number;
  /** Relative, uniform around `requests`. */
  readonly swing: number;
}

export interface LeakSpec {
  readonly fromMs: number;
  /** Of the loans, how many never end. */
  readonly share: number;
  /** Only connections through this proxy leak; null: any. */
  readonly proxy: number | null;
}

/** As commons-pool2 and generic-pool name them. */
export interface PoolSpec {
  readonly group: number;
  readonly node: number;
  /** Around the balancer, straight to the node. */
  readonly isDirect: boolean;
  readonly order: "lifo" | "fifo";
  readonly max: number;
  readonly minIdle: number;
  readonly startSize: number;
  readonly evictIdleMs: number;
  readonly evictEveryMs: number;
  /** Objects an eviction run may close. */
  readonly evictAtMost: number;
  readonly maxLifetimeMs: number;
  readonly ownJitterMs: number;
  readonly commandsPerLoan: number;
  /** Opens anew at once what was cut off, not only when asked. */
  readonly reopensAtOnce: boolean;
  readonly waves: readonly WaveSpec[];
  readonly leak: LeakSpec | null;
}

/**
 * A pool: idle ones lie in the order of their return, the evictor takes the one that lies longest. LIFO borrows from the
 * other end, FIFO from the same. A pool at its maximum refuses.
 */
export class SimulatedPool implements Client {
  readonly group: number;
  private idle: Int32Array;
  private returnedMs: Float64Array;
  private readonly mask: number;
  private head = 0;
  private tail = 0;
  private total = 0;
  private readonly loans = new Returns();
  private readonly waveMs: number[];
  private readonly turn: Turn;
  private evictMs: number;
  private leaked: number[] = [];

  constructor(
    private readonly spec: PoolSpec,
    private readonly fleet: Fleet,
    startMs: number,
  ) {
    this.group = spec.group;
    const length = 2 ** Math.ceil(Math.log2(spec.max + 2));
    this.idle = new Int32Array(length);
    this.returnedMs = new Float64Array(length);
    this.mask = length - 1;
    this.waveMs = spec.waves.map((wave) => startMs + wave.firstMs);
    this.turn = fleet.balancer.turn();
    this.evictMs = startMs + fleet.random.next() * spec.evictEveryMs;
  }

  start(atMs: number, agesMs: () => number): void {
    for (let count = 0; count < this.spec.startSize; count++) {
      const slot = this.open(atMs - agesMs());
      if (slot >= 0) this.lay(slot, atMs);
    }
  }

  advance(untilMs: number): void {
    for (;;) {
      let wave = -1;
      let atMs = Math.min(untilMs, this.loans.nextMs, this.evictMs);
      for (let index = 0; index < this.waveMs.length; index++) {
        const startMs = this.waveMs[index] ?? 0;
        if (startMs >= atMs) continue;
        wave = index;
        atMs = startMs;
      }
      if (wave >= 0) this.release(wave, atMs);
      else if (atMs >= untilMs) return;
      else if (this.loans.nextMs <= this.evictMs) this.takeBack(atMs);
      else this.evict(atMs);
    }
  }

  lose(proxy: number, atMs: number): void {
    const { connections } = this.fleet;
    const before = this.total;
    const kept: [number, number][] = [];
    for (let at = this.head; at < this.tail; at++) {
      const slot = this.idle[at & this.mask] ?? 0;
      if (connections.proxy[slot] === proxy) this.discard(slot);
      else kept.push([slot, this.returnedMs[at & this.mask] ?? 0]);
    }
    this.relay(kept);
    if (this.spec.reopensAtOnce) this.refill(before, atMs);
  }

  replace(atMs: number): void {
    for (let at = this.head; at < this.tail; at++)
      this.fleet.connections.close(this.idle[at & this.mask] ?? 0);
    for (const slot of this.loans.drain()) this.fleet.connections.close(slot);
    for (const slot of this.leaked) this.fleet.connections.close(slot);
    this.leaked = [];
    this.head = this.tail;
    this.total = 0;
    this.start(atMs, () => 0);
  }

  private release(wave: number, atMs: number): void {
    const spec = this.spec.waves[wave];
    if (spec === undefined) return;
    this.waveMs[wave] = atMs + spec.everyMs;
    const { random, load } = this.fleet;
    const swing = 1 + spec.swing * (2 * random.next() - 1);
    const requests = Math.round(spec.requests * swing * (load[this.spec.group] ?? 1) + random.next() - 0.5);
    for (let request = 0; request < requests; request++) this.borrow(atMs);
  }

  private borrow(atMs: number): void {
    const { connections, random, latencyMs, leaked } = this.fleet;
    let slot = -1;
    if (this.tail > this.head) {
      slot =
        (this.spec.order === "lifo"
          ? this.idle[--this.tail & this.mask]
          : this.idle[this.head++ & this.mask]) ?? -1;
    } else if (this.total < this.spec.max) slot = this.open(atMs);
    if (slot < 0) return;
    connections.use(slot, atMs, this.spec.commandsPerLoan);
    const proxy = connections.proxy[slot] ?? -1;
    const { leak } = this.spec;
    if (leak !== null && atMs >= leak.fromMs && (leak.proxy === null || leak.proxy === proxy)) {
      if (random.next() < leak.share) {
        leaked.push(slot);
        this.leaked.push(slot);
        return;
      }
    }
    const ownMs = random.exponential(this.spec.ownJitterMs);
    this.loans.push(atMs + (proxy < 0 ? 0.3 : (latencyMs[proxy] ?? 0)) + ownMs, slot);
  }

  private takeBack(atMs: number): void {
    const slot = this.loans.pop();
    const { connections } = this.fleet;
    if (!connections.isOpen(slot)) this.total--;
    else if (atMs - (connections.openedAtMs[slot] ?? 0) > this.spec.maxLifetimeMs) this.discard(slot);
    else this.lay(slot, atMs);
  }

  private evict(atMs: number): void {
    this.evictMs = atMs + this.spec.evictEveryMs;
    const { evictIdleMs, evictAtMost, minIdle } = this.spec;
    for (let count = 0; count < evictAtMost && this.tail - this.head > minIdle; count++) {
      const idleMs = atMs - (this.returnedMs[this.head & this.mask] ?? 0);
      if (idleMs < evictIdleMs) break;
      this.discard(this.idle[this.head++ & this.mask] ?? 0);
    }
    while (this.tail - this.head < minIdle && this.total < this.spec.max) {
      const slot = this.open(atMs);
      if (slot < 0) return;
      this.lay(slot, atMs);
    }
  }

  private open(atMs: number): number {
    const { connections, balancer } = this.fleet;
    const proxy = this.spec.isDirect ? -1 : balancer.pick(this.turn);
    if (proxy < 0 && !this.spec.isDirect) return -1;
    this.total++;
    return connections.add(this.spec.node, proxy, this.spec.group, atMs);
  }

  private lay(slot: number, atMs: number): void {
    this.idle[this.tail & this.mask] = slot;
    this.returnedMs[this.tail++ & this.mask] = atMs;
  }

  private relay(kept: readonly [number, number][]): void {
    this.head = 0;
    this.tail = 0;
    for (const [slot, returnedMs] of kept) this.lay(slot, returnedMs);
  }

  private discard(slot: number): void {
    this.fleet.connections.close(slot);
    this.total--;
  }

  private refill(size: number, atMs: number): void {
    while (this.total < size) {
      const slot = this.open(atMs);
      if (slot < 0) return;
      this.lay(slot, atMs);
    }
  }
}
