import { claimPorts } from "@/lab/ports";
import { BUS_OFFSET } from "@/lab/redis-cluster";

export interface OrdersPorts {
  readonly balancer: number;
  readonly balancerStats: number;
  /** HAProxy's runtime interface. */
  readonly balancerAdmin: number;
  /** Primary first. */
  readonly redis: readonly number[];
  /** The last is the spare one's. */
  readonly proxies: readonly number[];
  readonly proxyStats: readonly number[];
}

export interface FeedPorts {
  readonly redis: number;
  readonly proxies: readonly number[];
  readonly proxyStats: readonly number[];
}

export interface PortPlan {
  /** Of the AWS endpoint. */
  readonly aws: number;
  readonly orders: OrdersPorts;
  /** Primaries first. */
  readonly catalog: readonly number[];
  readonly feed: FeedPorts;
  readonly release: () => Promise<void>;
}

/** Listened on while the lab runs, so that a second lab moves on to the next hundred. */
const CLAIM = 6_499;
const WANTED: Omit<PortPlan, "release"> = {
  aws: 6_460,
  orders: {
    balancer: 6_400,
    balancerStats: 6_420,
    balancerAdmin: 6_440,
    redis: [6_401, 6_402, 6_403],
    proxies: [6_411, 6_412, 6_413, 6_414, 6_415],
    proxyStats: [6_421, 6_422, 6_423, 6_424, 6_425],
  },
  catalog: [6_431, 6_432, 6_433, 6_434, 6_435, 6_436],
  feed: { redis: 6_451, proxies: [6_452, 6_453], proxyStats: [6_454, 6_455] },
};

/** The lab's ports: always the same where they are free, else all of them some hundreds higher. */
export async function planPorts(): Promise<PortPlan> {
  const { aws, orders, catalog, feed } = WANTED;
  const { shift, release } = await claimPorts(CLAIM, [
    ...[aws, orders.balancer, orders.balancerStats, orders.balancerAdmin],
    ...[...orders.redis, ...orders.proxies, ...orders.proxyStats],
    ...[feed.redis, ...feed.proxies, ...feed.proxyStats],
    ...catalog.flatMap((port) => [port, port + BUS_OFFSET]),
  ]);
  const shifted = (ports: readonly number[]) => ports.map((port) => port + shift);
  return {
    aws: aws + shift,
    orders: {
      balancer: orders.balancer + shift,
      balancerStats: orders.balancerStats + shift,
      balancerAdmin: orders.balancerAdmin + shift,
      redis: shifted(orders.redis),
      proxies: shifted(orders.proxies),
      proxyStats: shifted(orders.proxyStats),
    },
    catalog: shifted(catalog),
    feed: {
      redis: feed.redis + shift,
      proxies: shifted(feed.proxies),
      proxyStats: shifted(feed.proxyStats),
    },
    release,
  };
}
