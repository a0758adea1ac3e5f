import type { LabProxy } from "@/lab/lab-proxy";
import { type LabWorld, ScenarioInputError } from "@/lab/scenarios/scenario";

/** A proxy of orders by its name. Throws ScenarioInputError with the known ones. */
export function findProxy({ orders }: LabWorld, name: string): LabProxy {
  const found = orders.proxies.find((proxy) => proxy.name === name);
  if (found !== undefined) return found;
  const known = orders.proxies.map((proxy) => proxy.name).join(", ");
  throw new ScenarioInputError([{ field: "proxy", message: `no proxy "${name}" (known: ${known})` }]);
}
