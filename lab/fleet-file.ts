import { renameSync, writeFileSync } from "node:fs";
import { stringify } from "yaml";
import type { FeedProxy } from "@/lab/feed";
import type { LabProxy } from "@/lab/lab-proxy";

export interface FleetFileInput {
  readonly orders: {
    /** No address at all: the dashboard finds the nodes by this. */
    readonly elasticache: {
      readonly region: string;
      readonly replicationGroup: string;
      readonly endpoint: string;
      /** Files that hold them. */
      readonly keys: { readonly accessKeyId: string; readonly secretAccessKey: string };
    };
    readonly proxies: readonly Pick<LabProxy, "name" | "address" | "zone" | "port" | "statsPort">[];
  };
  readonly catalog: {
    /** One address; the dashboard finds the other nodes. */
    readonly port: number;
  };
  readonly feed: {
    readonly port: number;
    readonly proxies: readonly Pick<FeedProxy, "name" | "address" | "port" | "statsPort">[];
  };
}

const HEADER =
  "# The lab's fleet, written by `npm run lab`: one address or id for each cluster, the rest is discovered.\n";

/** Room for the usual cadence of three nodes: the core each minute, the rest five minutes at a time. */
const MONTHLY_BUDGET_USD = 50;

/** The lab as an `evenkeel.yaml`. */
export function writeFleetFile({ orders, catalog, feed }: FleetFileInput): string {
  const group = (name: string, pattern: string) => ({ name, match: { name: pattern }, library: "ioredis" });
  const ownName = (name: string) => group(name, `${name}-*`);
  const fleet = {
    clusters: [
      {
        id: "orders",
        name: "Orders cache",
        elasticache: {
          ...orders.elasticache,
          keys: {
            accessKeyId: `file:${orders.elasticache.keys.accessKeyId}`,
            secretAccessKey: `file:${orders.elasticache.keys.secretAccessKey}`,
          },
        },
        proxies: orders.proxies.map(({ name, address, zone, port, statsPort }) => ({
          name,
          addresses: [address],
          zone,
          listen: local(port),
          stats: { haproxy: `http://${local(statsPort)}/;csv` },
        })),
        // The last three belong to scenarios.
        clients: [
          ...["orders-api", "orders-worker"].map(ownName),
          ...["drift-api", "orders-batch", "orders-stream"].map(ownName),
        ],
      },
      {
        id: "catalog",
        name: "Catalog",
        nodes: [local(catalog.port)],
        // ioredis puts its own word before the name on its slot-map and subscriber connections.
        clients: [group("catalog-web", "*catalog-web-*"), group("catalog-feed", "*catalog-feed-*")],
      },
      {
        id: "feed",
        name: "Activity feed",
        nodes: [local(feed.port)],
        proxies: feed.proxies.map(({ name, address, port, statsPort }) => ({
          name,
          addresses: [address],
          listen: local(port),
          stats: { twemproxy: local(statsPort) },
        })),
      },
    ],
    cloudwatch: { monthlyBudgetUsd: MONTHLY_BUDGET_USD },
  };
  return HEADER + stringify(fleet);
}

/** In one step: the dashboard reads it whenever it changes. */
export function replaceFleetFile(path: string, input: FleetFileInput): void {
  writeFileSync(`${path}.new`, writeFleetFile(input));
  renameSync(`${path}.new`, path);
}

function local(port: number): string {
  return `127.0.0.1:${port}`;
}
