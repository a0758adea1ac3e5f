import { expect, it } from "vitest";
import type { Connection } from "@/lib/domain/connections/model";
import { librariesOf, oldestOf } from "./seen-clients";

const AT = Date.UTC(2026, 10, 22, 14, 3, 0);

function connection(id: number, given: Partial<Connection> = {}): Connection {
  return {
    id,
    addr: `10.0.3.11:${id}`,
    openedAtMs: AT - id * 1_000,
    proxy: "proxy-1",
    group: "orders-api",
    name: "",
    user: "default",
    libName: "",
    libVer: "",
    ...given,
  };
}

it("libraries are what clients say of themselves, else what is declared for their group", () => {
  const connections = [
    connection(1, { libName: "go-redis", libVer: "9.5.1", group: "batch" }),
    connection(2),
    connection(3),
    connection(4, { group: "cron" }),
    connection(5, { group: "stock" }),
  ];
  const declared = { "orders-api": "Jedis 3.6.3", batch: "Lettuce", cron: "redis py" };
  expect(librariesOf(connections, declared)).toEqual([
    { name: "Jedis", version: "3.6.3", group: "orders-api", connections: 2 },
    { name: "go-redis", version: "9.5.1", group: "batch", connections: 1 },
    { name: "redis py", version: "", group: "cron", connections: 1 },
  ]);
});

it("the oldest ten, each with its node and age", () => {
  const seen = Array.from({ length: 30 }, (_, index) => ({ node: "a:1", connection: connection(index + 1) }));
  const oldest = oldestOf(seen, AT);
  expect(oldest).toHaveLength(10);
  expect(oldest[0]).toEqual({ node: "a:1", id: 30, ageSec: 30 });
});
