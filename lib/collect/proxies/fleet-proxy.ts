import type { ProxyConfig } from "@/lib/config/fleet";
import type { FleetProxy } from "@/lib/store/rows";
import { describeStatistics } from "../sources/proxy-statistics";

/** A declared proxy as the store is told of it. */
export function fleetProxyOf({ name, addresses, kind, weight, zone, stats }: ProxyConfig): FleetProxy {
  const statistics = stats === null ? null : describeStatistics(stats);
  return { name, addresses, kind, weight, zone, statistics };
}
