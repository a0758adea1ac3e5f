import { describe, expect, it } from "vitest";
import { deriveGroup, stripInstanceEnding, UNNAMED_GROUP } from "./derived-group";

describe("stripInstanceEnding", () => {
  it.each([
    ["orders-api-7f9c4-x2x8l", "orders-api", "a Deployment's pod"],
    ["orders-api-7f9c6-abcde", "orders-api", "a pod of the captured replies"],
    ["orders-api-6d4b75cb6d-hpzrg", "orders-api", "a pod without digits in its own part"],
    ["node-exporter-x2x8l", "node-exporter", "a DaemonSet's pod"],
    ["orders-db-0", "orders-db", "a StatefulSet's pod"],
    ["web-1", "web", "a number"],
    ["worker_12", "worker", "a number after an underscore"],
    ["worker:4711", "worker", "a process id"],
    ["sidekiq.3", "sidekiq", "a number after a dot"],
    ["celery@7", "celery", "a number after an at"],
    ["checkout-2-4711", "checkout", "two numbers"],
    ["orders-550e8400-e29b-41d4-a716-446655440000", "orders", "a UUID"],
    ["orders-3f2a9c1b7d4e", "orders", "a container id"],
    ["billing-10.0.3.11", "billing", "an IPv4 address"],
    ["billing-10.0.3.11:52788", "billing", "an address with its port"],
    ["ip-10-0-3-11", "ip", "a host named by its address"],
    ["sentinel-5cdf1d2e-cmd", "sentinel", "a Sentinel's link"],
    ["svc=pay:eu", "svc=pay:eu", "no instance: a region"],
    ["orders-api", "orders-api", "no instance: words"],
    ["payment-v2", "payment-v2", "no instance: a version"],
    ["shop-2024a-cache", "shop-2024a-cache", "no instance: a year and a word"],
    ["eu1west-redis", "eu1west-redis", "no instance: a region and a word"],
    ["mail-queue", "mail-queue", "no instance: a word of five letters"],
    ["550e8400-e29b-41d4-a716-446655440000", "", "nothing but a UUID"],
    ["12345", "", "nothing but a number"],
    ["3f2a9c1b7d4e", "", "nothing but a container id"],
    ["10.0.3.11:52788", "", "nothing but an address"],
    ["", "", "nothing"],
    ["<script>alert(1)</script>", "<script>alert(1)</script>", "markup"],
  ])("%s → %s (%s)", (name, base) => {
    expect(stripInstanceEnding(name)).toBe(base);
  });
});

describe("deriveGroup", () => {
  it.each([
    ["its name", { name: "web-1", libName: "jedis", user: "svc" }, "web"],
    ["its library, when it has no name", { libName: "jedis", user: "svc" }, "jedis"],
    ["its library, when its name is but an id", { name: "12345", libName: "go-redis" }, "go-redis"],
    ["its library without the wrapper", { libName: "redis-py(celery_v5.4)" }, "redis-py"],
    ["its user, when it has neither", { user: "svc" }, "svc"],
    ["nothing: the default user is everybody's", { user: "default" }, UNNAMED_GROUP],
    ["nothing: it says nothing", {}, UNNAMED_GROUP],
  ])("takes %s", (_, client, group) => {
    expect(deriveGroup({ name: "", user: "", libName: "", libVer: "", ...client })).toBe(group);
  });
});
