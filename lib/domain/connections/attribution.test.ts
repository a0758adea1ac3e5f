import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { addrOf, parseClientList } from "@/lib/domain/redis/client-list";
import { type AttributionRules, createAttribution, OTHER_GROUP } from "./attribution";
import type { ClientIdentity } from "./model";

const client = (identity: Partial<ClientIdentity>): ClientIdentity => ({
  name: "",
  user: "default",
  libName: "",
  libVer: "",
  ...identity,
});
const attribute = (rules: Partial<AttributionRules>) =>
  createAttribution({ proxies: [], groups: [], groupLimit: 50, ...rules });
const group = (name: string, match: AttributionRules["groups"][number]["match"]) => ({
  name,
  match,
  library: null,
});

describe("proxyOf", () => {
  const attribution = attribute({
    proxies: [
      { name: "proxy-1", addresses: ["10.0.3.11", "10.0.3.64/28"] },
      { name: "proxy-2", addresses: ["10.0.3.64/30", "fd00:1::/64"] },
      { name: "proxy-3", addresses: ["fd00:1::5", "::ffff:10.0.4.0/120"] },
      { name: "broken", addresses: ["10.0.9", "10.0.9.1/33", "proxy.internal", "10.0.9.1/x"] },
    ],
  });

  it.each([
    ["10.0.3.11:50082", "proxy-1"],
    ["10.0.3.12:50082", null],
    ["10.0.3.79:1", "proxy-1"],
    ["10.0.3.80:1", null],
    ["10.0.3.65:1", "proxy-2"],
    ["[fd00:1::9]:6379", "proxy-2"],
    ["[fd00:1:0:0::5]:6379", "proxy-3"],
    ["[fd00:2::9]:6379", null],
    ["[::ffff:10.0.3.11]:50082", "proxy-1"],
    ["10.0.4.7:1", "proxy-3"],
    ["10.0.9.1:1", null],
    ["/srv/redis/s.sock:0", null],
    ["10.0.3.11", "proxy-1"],
    ["", null],
  ])("%s comes through %s", (addr, proxy) => {
    expect(attribution.proxyOf(addr)).toBe(proxy);
    expect(attribution.proxyOf(addr)).toBe(proxy);
  });

  it("tells the proxies of a captured list apart", () => {
    const reply = readFileSync(
      new URL("../redis/fixtures/proxies/redis-behind-proxies-client-list.txt", import.meta.url),
    );
    const rows = parseClientList(reply);
    const { proxyOf } = attribute({
      proxies: [21, 22, 23].map((host) => ({ name: `p${host}`, addresses: [`127.0.1.${host}`] })),
    });
    const perProxy = new Map<string | null, number>();
    for (let row = 0; row < rows.count; row++) {
      const proxy = proxyOf(addrOf(rows, row));
      perProxy.set(proxy, (perProxy.get(proxy) ?? 0) + 1);
    }
    expect(Object.fromEntries(perProxy)).toEqual({ null: 3, p21: 2, p22: 3, p23: 4 });
  });
});

describe("setProxies", () => {
  const at = (name: string, ...addresses: string[]) => ({ name, addresses });

  it("gives an address to whom it belongs from then on", () => {
    const attribution = attribute({ proxies: [at("proxy-1", "10.0.3.11")], proxiesChange: true });
    expect(attribution.proxyOf("10.0.3.12:1")).toBeNull();
    attribution.setProxies([at("proxy-1", "10.0.3.11"), at("pod-a", "10.0.3.12")]);
    expect(["10.0.3.11:1", "10.0.3.12:1"].map(attribution.proxyOf)).toEqual(["proxy-1", "pod-a"]);
    attribution.setProxies([at("proxy-1", "10.0.3.11"), at("pod-b", "10.0.3.12")]);
    expect(attribution.proxyOf("10.0.3.12:1")).toBe("pod-b");
  });

  it("takes the same proxies again for no change", () => {
    const attribution = attribute({ proxies: [at("proxy-1", "10.0.3.11")] });
    attribution.setProxies([at("proxy-1", "10.0.3.11")]);
    expect(attribution.proxiesVersion).toBe(0);
    attribution.setProxies([]);
    expect(attribution.proxiesVersion).toBe(1);
  });

  it("gives an address that two proxies share to the first, and a narrower range precedence over both", () => {
    const attribution = attribute({ proxies: [at("declared", "10.0.3.0/24"), at("pod-a", "10.0.3.0/24")] });
    expect(attribution.proxyOf("10.0.3.9:1")).toBe("declared");
    attribution.setProxies([at("declared", "10.0.3.0/24"), at("pod-a", "10.0.3.9"), at("pod-b", "10.0.3.9")]);
    expect(attribution.proxyOf("10.0.3.9:1")).toBe("pod-a");
  });

  it("leaves a known connection with its proxy when nobody has the address, where proxies change", () => {
    const known = (proxiesChange: boolean) =>
      attribute({ proxiesChange }).proxyOfKnown("10.0.3.12:1", "pod-a");
    expect([known(true), known(false)]).toEqual(["pod-a", null]);
  });
});

describe("groupOf", () => {
  it.each([
    ["name", { name: "orders-api-*" }, { name: "orders-api-7f9c4-x2x8l" }, "10.0.0.1:1"],
    ["user", { user: "svc-*" }, { user: "svc-orders" }, "10.0.0.1:1"],
    ["library", { library: "jedis" }, { libName: "jedis" }, "10.0.0.1:1"],
    [
      "library without its wrapper",
      { library: "lettuce" },
      { libName: "lettuce(spring-data-redis_v3)" },
      "10.0.0.1:1",
    ],
    ["address range", { address: "10.0.7.0/24" }, {}, "10.0.7.9:1"],
    ["address pattern", { address: "10.0.7.*" }, {}, "10.0.7.9:1"],
    ["IPv6 address", { address: "fd00:1::/32" }, {}, "[fd00:1::9]:1"],
    [
      "all parts",
      { name: "a*", user: "u", library: "l", address: "10.0.7.9" },
      { name: "ab", user: "u", libName: "l" },
      "10.0.7.9:1",
    ],
  ])("recognises a declared group by %s", (_, match, identity, addr) => {
    const attribution = attribute({ groups: [group("declared", match)] });
    expect(attribution.groupOf(client(identity), addr)).toEqual({ name: "declared", origin: "declared" });
    expect(attribution.groupOf(client({ name: "somebody-else" }), "10.9.9.9:1")).toEqual({
      name: "somebody-else",
      origin: "derived",
    });
  });

  it("takes the first rule that matches in all its parts", () => {
    const groups = [
      group("both", { name: "web-*", user: "svc" }),
      group("web", { name: "web-*" }),
      group("nobody", {}),
    ];
    const { groupOf } = attribute({ groups });
    expect(groupOf(client({ name: "web-1", user: "svc" }), "").name).toBe("both");
    expect(groupOf(client({ name: "web-1" }), "").name).toBe("web");
    expect(groupOf(client({ name: "mail" }), "")).toEqual({ name: "mail", origin: "derived" });
  });

  it("puts the groups beyond the cap together, and says so", () => {
    const attribution = attribute({ groupLimit: 2, groups: [group("web", { name: "web-*" })] });
    const nameOf = (name: string) => attribution.groupOf(client({ name }), "").name;
    expect(["a", "b", "c", "d", "a", "web-1"].map(nameOf)).toEqual([
      "a",
      "b",
      OTHER_GROUP,
      OTHER_GROUP,
      "a",
      "web",
    ]);
    expect(["web", "a", OTHER_GROUP].map(attribution.originOf)).toEqual(["declared", "derived", "other"]);
  });

  it("joins a derived group to the declared one of its name", () => {
    const { groupOf } = attribute({ groupLimit: 0, groups: [group("orders-api", { user: "orders" })] });
    expect(groupOf(client({ name: "orders-api-0" }), "")).toEqual({ name: "orders-api", origin: "declared" });
  });

  it("remembers more clients than its memory holds", () => {
    const { groupOf } = attribute({ groupLimit: 3 });
    for (let index = 0; index < 120_000; index++) groupOf(client({ libVer: `1.${index}`, name: "web" }), "");
    expect(groupOf(client({ name: "web" }), "").name).toBe("web");
  });
});
