import { stringify } from "yaml";

export interface FleetFileInput {
  /** One address; the dashboard finds the replicas. */
  readonly ordersPort: number;
  readonly proxies: readonly { readonly name: string; readonly address: string; readonly port: number }[];
  /** One address; the dashboard finds the other nodes. */
  readonly catalogPort: number;
}

const HEADER =
  "# The lab's fleet, written by `npm run lab`: one address for each cluster, the rest is discovered.\n";

/** The lab as an `evenkeel.yaml`. */
export function writeFleetFile({ ordersPort, proxies, catalogPort }: FleetFileInput): string {
  const group = (name: string, pattern: string) => ({ name, match: { name: pattern }, library: "ioredis" });
  const fleet = {
    clusters: [
      {
        id: "orders",
        name: "Orders cache",
        nodes: [`127.0.0.1:${ordersPort}`],
        proxies: proxies.map(({ name, address, port }) => ({
          name,
          addresses: [address],
          listen: `127.0.0.1:${port}`,
        })),
        clients: [group("orders-api", "orders-api-*"), group("orders-worker", "orders-worker-*")],
      },
      {
        id: "catalog",
        name: "Catalog",
        nodes: [`127.0.0.1:${catalogPort}`],
        // ioredis puts its own word before the name on its slot-map and subscriber connections.
        clients: [group("catalog-web", "*catalog-web-*"), group("catalog-feed", "*catalog-feed-*")],
      },
    ],
  };
  return HEADER + stringify(fleet);
}
