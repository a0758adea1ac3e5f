import type { Random } from "./skew-random";

/** How new connections are given to proxies. `pod`: each pod walks its own list from its own place, as with DNS. */
export type BalancerWay = "round-robin" | "random" | "pod" | "least-connections";

/** Whose turn it is; shared by all pods or one each. */
export interface Turn {
  next: number;
}

export interface Balancer {
  /** −1: no proxy is in rotation. */
  pick(turn: Turn): number;
  /** 0 takes a proxy out of the rotation. Multiples of ⅛. */
  setWeight(proxy: number, weight: number): void;
  readonly weights: readonly number[];
  turn(): Turn;
}

const PARTS = 8;

export function createBalancer(
  way: BalancerWay,
  initial: readonly number[],
  openAt: Int32Array,
  random: Random,
): Balancer {
  const weights = [...initial];
  let schedule: number[] | null = null;
  const shared: Turn = { next: 0 };
  const pickLeast = (): number => {
    let best = -1;
    let least = Number.POSITIVE_INFINITY;
    const from = random.integer(0, weights.length - 1);
    for (let step = 0; step < weights.length; step++) {
      const proxy = (from + step) % weights.length;
      const weight = weights[proxy] ?? 0;
      const load = weight > 0 ? ((openAt[proxy] ?? 0) + 1) / weight : Number.POSITIVE_INFINITY;
      if (load < least) {
        least = load;
        best = proxy;
      }
    }
    return best;
  };
  return {
    weights,
    pick: (turn) => {
      if (way === "least-connections") return pickLeast();
      schedule ??= scheduleOf(weights);
      const place = way === "random" ? Math.floor(random.next() * schedule.length) : turn.next++;
      return schedule[place % schedule.length] ?? -1;
    },
    setWeight: (proxy, weight) => {
      weights[proxy] = weight;
      schedule = null;
    },
    turn: () => (way === "pod" ? { next: random.integer(0, 1 << 20) } : shared),
  };
}

/** Smooth weighted round robin, as nginx and HAProxy do it: nobody's turns come in a row. */
function scheduleOf(weights: readonly number[]): number[] {
  const parts = weights.map((weight) => Math.round(weight * PARTS));
  const total = parts.reduce((sum, part) => sum + part, 0);
  if (parts.every((part) => part === 0 || part === PARTS))
    return parts.flatMap((part, at) => (part > 0 ? at : []));
  const current = parts.map(() => 0);
  const schedule: number[] = [];
  for (let turn = 0; turn < total; turn++) {
    let best = 0;
    for (let proxy = 0; proxy < parts.length; proxy++) {
      current[proxy] = (current[proxy] ?? 0) + (parts[proxy] ?? 0);
      if ((current[proxy] ?? 0) > (current[best] ?? 0)) best = proxy;
    }
    current[best] = (current[best] ?? 0) - total;
    schedule.push(best);
  }
  return schedule;
}
