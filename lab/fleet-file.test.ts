import { expect, test } from "vitest";
import { writeFleetFile } from "@/lab/fleet-file";
import { parseFleet } from "@/lib/config/parse-fleet";

test("the fleet file names one address or id for each cluster, the proxies with their statistics, and how clients are recognised", () => {
  const text = writeFleetFile({
    orders: {
      elasticache: {
        region: "eu-central-1",
        replicationGroup: "orders",
        endpoint: "http://127.0.0.1:6460",
        keys: { accessKeyId: "/lab/aws/access-key-id", secretAccessKey: "/lab/aws/secret-access-key" },
      },
      proxies: [
        { name: "proxy-1", address: "127.0.1.11", zone: "zone-a", port: 6411, statsPort: 6421 },
        { name: "proxy-2", address: "127.0.1.12", zone: "zone-b", port: 6412, statsPort: 6422 },
      ],
    },
    catalog: { port: 6431 },
    feed: {
      port: 6451,
      proxies: [{ name: "twemproxy-1", address: "127.0.1.21", port: 6452, statsPort: 6454 }],
    },
  });
  const result = parseFleet(text, "evenkeel.yaml", {
    variables: {},
    readFile: (path) => ({ text: `text-of-${path}` }),
  });
  const haproxy = { kind: "tcp", stats: { format: "haproxy", url: "http://127.0.0.1:6421/;csv" } };
  const group = (name: string) => ({ name, match: { name: `${name}-*` }, library: "ioredis" });
  expect(result).toMatchObject({
    state: "ok",
    fleet: {
      clusters: [
        {
          id: "orders",
          seeds: [],
          elasticache: {
            kind: "replication-group",
            id: "orders",
            region: "eu-central-1",
            endpoint: "http://127.0.0.1:6460",
            keys: {
              accessKeyId: "text-of-/lab/aws/access-key-id",
              secretAccessKey: "text-of-/lab/aws/secret-access-key",
            },
            tlsFromAws: true,
          },
          proxies: [
            {
              ...haproxy,
              name: "proxy-1",
              addresses: ["127.0.1.11"],
              zone: "zone-a",
              listen: { host: "127.0.0.1", port: 6411 },
            },
            { name: "proxy-2", addresses: ["127.0.1.12"], zone: "zone-b" },
          ],
          groups: ["orders-api", "orders-worker", "drift-api", "orders-batch", "orders-stream"].map(group),
        },
        { id: "catalog", elasticache: null, seeds: [{ host: "127.0.0.1", port: 6431 }], proxies: [] },
        {
          id: "feed",
          seeds: [{ host: "127.0.0.1", port: 6451 }],
          proxies: [
            {
              name: "twemproxy-1",
              kind: "multiplexing",
              listen: { port: 6452 },
              stats: { format: "twemproxy", address: { host: "127.0.0.1", port: 6454 } },
            },
          ],
        },
      ],
    },
  });
});
