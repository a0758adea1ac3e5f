import { expect, test } from "vitest";
import { writeBalancerConfig, writeProxyConfig } from "@/lab/haproxy";

test("a proxy goes on to Redis by way of the relay", () => {
  const config = writeProxyConfig({ port: 6411, statsPort: 6421, targetPort: 40_001 });
  expect(config).toContain("bind 127.0.0.1:6411");
  expect(config).toContain("server primary 127.0.0.1:40001");
  expect(config).toContain("option contstats");
});

test("the balancer goes round, asks for health where it costs Redis nothing, and leaves the spare one out", () => {
  const proxies = [
    { name: "proxy-1", port: 6411, statsPort: 6421 },
    { name: "proxy-5", port: 6415, statsPort: 6425, isSpare: true },
  ];
  const config = writeBalancerConfig({ port: 6400, statsPort: 6420, adminPort: 6440, proxies });
  expect(config).toContain("balance roundrobin");
  expect(config).toContain("stats socket ipv4@127.0.0.1:6440 level admin");
  expect(config).toMatch(/server proxy-1 127\.0\.0\.1:6411 weight 10 check port 6421 .* rise 1\n/);
  expect(config).toMatch(/server proxy-5 127\.0\.0\.1:6415 .* disabled\n/);
});
