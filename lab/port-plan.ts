import { claimPorts } from "@/lab/ports";
import { BUS_OFFSET } from "@/lab/redis-cluster";

export interface OrdersPorts {
  readonly balancer: number;
  readonly balancerStats: number;
  /** Primary first. */
  readonly redis: readonly number[];
  readonly proxies: readonly number[];
  readonly proxyStats: readonly number[];
}

export interface PortPlan {
  readonly orders: OrdersPorts;
  /** Primaries first. */
  readonly catalog: readonly number[];
  readonly release: () => Promise<void>;
}

/** Listened on while the lab runs, so that a second lab moves on to the next hundred. */
const CLAIM = 6_499;
const WANTED: Omit<PortPlan, "release"> = {
  orders: {
    balancer: 6_400,
    balancerStats: 6_420,
    redis: [6_401, 6_402, 6_403],
    proxies: [6_411, 6_412, 6_413, 6_414],
    proxyStats: [6_421, 6_422, 6_423, 6_424],
  },
  catalog: [6_431, 6_432, 6_433, 6_434, 6_435, 6_436],
};

/** The lab's ports: always the same where they are free, else all of them some hundreds higher. */
export async function planPorts(): Promise<PortPlan> {
  const { orders, catalog } = WANTED;
  const { shift, release } = await claimPorts(CLAIM, [
    ...[orders.balancer, orders.balancerStats, ...orders.redis, ...orders.proxies, ...orders.proxyStats],
    ...catalog.flatMap((port) => [port, port + BUS_OFFSET]),
  ]);
  const shifted = (ports: readonly number[]) => ports.map((port) => port + shift);
  return {
    orders: {
      balancer: orders.balancer + shift,
      balancerStats: orders.balancerStats + shift,
      redis: shifted(orders.redis),
      proxies: shifted(orders.proxies),
      proxyStats: shifted(orders.proxyStats),
    },
    catalog: shifted(catalog),
    release,
  };
}
