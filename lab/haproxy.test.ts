import { expect, test } from "vitest";
import { writeBalancerConfig, writeProxyConfig } from "@/lab/haproxy";

test("a proxy connects to Redis from its own address", () => {
  const config = writeProxyConfig({ port: 6411, statsPort: 6421, targetPort: 6401, source: "127.0.1.11" });
  expect(config).toContain("bind 127.0.0.1:6411");
  expect(config).toContain("server primary 127.0.0.1:6401 source 127.0.1.11");
});

test("the balancer goes round and asks for health where it costs Redis nothing", () => {
  const proxies = [{ name: "proxy-1", port: 6411, statsPort: 6421 }];
  const config = writeBalancerConfig({ port: 6400, statsPort: 6420, proxies });
  expect(config).toContain("balance roundrobin");
  expect(config).toContain("server proxy-1 127.0.0.1:6411 check port 6421");
});
