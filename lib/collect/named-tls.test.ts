import { expect, test } from "vitest";
import { tlsTo } from "./named-tls";

const tls = { ca: null, cert: null, key: null, serverName: null };
const name = { host: "orders-001.orders.x1.euc1.cache.amazonaws.com", port: 6379 };
const byAddress = { host: "10.0.5.21", port: 6379 };
const elasticache = {
  region: "eu-central-1",
  profile: null,
  roleArn: null,
  externalId: null,
  endpoint: null,
  keys: null,
  kind: "replication-group" as const,
  id: "orders",
  tlsFromAws: true,
};

test("a node of ElastiCache that is told by its address is checked by the name of a seed", () => {
  const named = { ...tls, serverName: name.host };
  expect(tlsTo(byAddress, { tls, elasticache }, [byAddress, name])).toEqual(named);
  expect(tlsTo(byAddress, { tls, elasticache }, [byAddress])).toEqual(tls);
  expect(tlsTo(name, { tls, elasticache }, [name])).toBe(tls);
});

test("elsewhere, and where the file names the server, nothing changes", () => {
  expect(tlsTo(byAddress, { tls, elasticache: null }, [name])).toBe(tls);
  const told = { ...tls, serverName: "told" };
  expect(tlsTo(byAddress, { tls: told, elasticache }, [name])).toBe(told);
  expect(tlsTo(byAddress, { tls: null, elasticache }, [name])).toBeNull();
});
