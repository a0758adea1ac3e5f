import type { FleetProxy } from "@/lib/store/rows";

/** A proxy as the fleet file declares it when it says little. */
export function fleetProxy(name: string, given: Partial<FleetProxy> = {}): FleetProxy {
  return { name, addresses: [], kind: "tcp", weight: 1, zone: null, statistics: null, ...given };
}
