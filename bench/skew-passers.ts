import type { Turn } from "./skew-balancer";
import type { Fleet } from "./skew-fleet";

/** Connections that live for a moment: health checks of a balancer, processes that connect for each request. */
export interface PasserSpec {
  readonly group: number;
  readonly node: number;
  /** Of each proxy for health checks, of all together otherwise. */
  readonly perSec: number;
  readonly lifeMs: number;
  readonly isHealthCheck: boolean;
}

/** Mostly unseen: only those that are open at the moment of a sweep become connections. */
export class Passers {
  private visible: number[] = [];
  private readonly turn: Turn;

  constructor(
    private readonly spec: PasserSpec,
    private readonly fleet: Fleet,
    private nowMs: number,
  ) {
    this.turn = fleet.balancer.turn();
  }

  advance(untilMs: number): void {
    const spanSec = (untilMs - this.nowMs) / 1000;
    this.nowMs = untilMs;
    const { connections } = this.fleet;
    this.each(this.spec.perSec * spanSec, (proxy) => connections.pass(this.spec.node, proxy, 1));
  }

  /** Those open at this moment; `hide` closes them right after. */
  show(atMs: number): void {
    const { connections, random } = this.fleet;
    this.each((this.spec.perSec * this.spec.lifeMs) / 1000, (proxy) => {
      const openedMs = atMs - random.next() * this.spec.lifeMs;
      const slot = connections.add(this.spec.node, proxy, this.spec.group, openedMs);
      connections.use(slot, openedMs, 1);
      this.visible.push(slot);
    });
  }

  hide(): void {
    for (const slot of this.visible) this.fleet.connections.close(slot);
    this.visible = [];
  }

  private each(mean: number, pass: (proxy: number) => void): void {
    const { random, balancer } = this.fleet;
    const { weights } = balancer;
    if (this.spec.isHealthCheck) {
      for (let proxy = 0; proxy < weights.length; proxy++) {
        if ((weights[proxy] ?? 0) === 0) continue;
        for (let count = random.poisson(mean); count > 0; count--) pass(proxy);
      }
      return;
    }
    for (let count = random.poisson(mean); count > 0; count--) pass(balancer.pick(this.turn));
  }
}
