import { expect, test } from "vitest";
import { writeFleetFile } from "@/lab/fleet-file";
import { parseFleet } from "@/lib/config/parse-fleet";

test("the fleet file names one address for each cluster, the proxies, and how clients are recognised", () => {
  const text = writeFleetFile({
    ordersPort: 6401,
    proxies: [
      { name: "proxy-1", address: "127.0.1.11", port: 6411 },
      { name: "proxy-2", address: "127.0.1.12", port: 6412 },
    ],
    catalogPort: 6431,
  });
  const result = parseFleet(text, "evenkeel.yaml", { variables: {}, readFile: () => ({ failure: "none" }) });
  expect(result).toMatchObject({
    state: "ok",
    fleet: {
      clusters: [
        {
          id: "orders",
          seeds: [{ host: "127.0.0.1", port: 6401 }],
          proxies: [
            { name: "proxy-1", addresses: ["127.0.1.11"], listen: { host: "127.0.0.1", port: 6411 } },
            { name: "proxy-2", addresses: ["127.0.1.12"], listen: { host: "127.0.0.1", port: 6412 } },
          ],
          groups: [
            { name: "orders-api", match: { name: "orders-api-*" }, library: "ioredis" },
            { name: "orders-worker", match: { name: "orders-worker-*" }, library: "ioredis" },
          ],
        },
        { id: "catalog", seeds: [{ host: "127.0.0.1", port: 6431 }], proxies: [] },
      ],
    },
  });
});
