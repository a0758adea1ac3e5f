import { expect, it } from "vitest";
import type { SettingSource } from "./model";
import { pathsOf } from "./path";
import { assembleStack, type StackShape } from "./stack";
import { SHAPE, settingsOf, stackOf } from "./testing/settings-of";

const commandOf = (...said: ReturnType<typeof settingsOf>[]) =>
  pathsOf(assembleStack(said.flat(), SHAPE))[0]?.duration("client", "commandTimeout");
const TWO: Partial<StackShape> = {
  groups: [
    { name: "orders", library: null, libraryVersion: null },
    { name: "carts", library: null, libraryVersion: null },
  ],
};

it.each([
  ["live", "measured"],
  ["measured", "file"],
  ["file", "declared"],
  ["declared", "default"],
] as const satisfies readonly (readonly [SettingSource["kind"], SettingSource["kind"]])[])(
  "what is %s counts more than what is %s, in whatever order they are told",
  (stronger, weaker) => {
    const first = settingsOf({ "client.commandTimeout": 1 }, stronger);
    const second = settingsOf({ "client.commandTimeout": 2 }, weaker, 1000);
    expect(commandOf(first, second)).toMatchObject({ ms: 1 });
    expect(commandOf(second, first)).toMatchObject({ ms: 1 });
    expect(assembleStack([...first, ...second], SHAPE).overridden).toEqual(second);
  },
);

it("of equal sources the later reading counts", () => {
  const older = settingsOf({ "client.commandTimeout": 1 }, "file", 1000);
  const newer = settingsOf({ "client.commandTimeout": 2 }, "file", 2000);
  expect(commandOf(newer, older)).toMatchObject({ ms: 2 });
});

it("says of itself what it is: for ever, none and unknown are three things", () => {
  expect(commandOf(settingsOf({ "client.commandTimeout": "infinite" }))?.state).toBe("infinite");
  expect(commandOf(settingsOf({ "client.commandTimeout": "unset" }))?.state).toBe("unset");
  expect(commandOf(settingsOf({ "client.commandTimeout": 0 }))?.state).toBe("unset");
  expect(commandOf(settingsOf({ "client.commandTimeout": -1 }))?.state).toBe("infinite");
  expect(commandOf([])).toEqual({
    state: "unknown",
    layer: "client",
    key: "commandTimeout",
    subject: "orders-api",
  });
});

it("prefers what is said of a group to what is said of all, and that to a default", () => {
  const stack = stackOf(
    { "client.commandTimeout": 700, "client.commandTimeout@orders": 300 },
    {
      groups: [
        { name: "orders", library: "jedis", libraryVersion: "5.2.0" },
        { name: "carts", library: "jedis", libraryVersion: "5.2.0" },
      ],
    },
  );
  expect(pathsOf(stack).map((path) => path.duration("client", "commandTimeout"))).toMatchObject([
    { ms: 300 },
    { ms: 700 },
  ]);
  expect(pathsOf(stack)[0]?.duration("client", "connectTimeout")).toMatchObject({
    ms: 2000,
    setting: { assumed: true, source: { kind: "default", name: "Jedis 5.2.0" } },
  });
});

it("takes the one foreign name as the only group's, several as nobody's", () => {
  const one = stackOf({ "pod.terminationGrace@orders-deployment": 45_000 });
  expect(pathsOf(one)[0]?.duration("pod", "terminationGrace")).toMatchObject({ ms: 45_000 });
  expect(one.unmatched).toEqual([]);
  const two = stackOf({ "pod.terminationGrace@a": 45_000, "pod.terminationGrace@b": 60_000 });
  expect(pathsOf(two)[0]?.duration("pod", "terminationGrace").state).toBe("unknown");
  expect(two.unmatched.map(({ subject }) => subject)).toEqual(["a", "b"]);
});

it("knows a group by a name that has its own in it, unless several do", () => {
  const graceOf = (...subjects: string[]) =>
    pathsOf(
      stackOf(
        Object.fromEntries(
          subjects.map((name, index) => [`pod.terminationGrace@${name}`, 1000 * (index + 1)]),
        ),
        TWO,
      ),
    ).map((path) => path.duration("pod", "terminationGrace"));
  expect(graceOf("prod-orders", "carts-worker")).toMatchObject([{ ms: 1000 }, { ms: 2000 }]);
  expect(graceOf("orders-api", "orders-worker")).toMatchObject([{ state: "unknown" }, { state: "unknown" }]);
  expect(graceOf("orders-and-carts")).toMatchObject([{ state: "unknown" }, { state: "unknown" }]);
  expect(graceOf("reorders")).toMatchObject([{ state: "unknown" }, { state: "unknown" }]);
});

it("lets an imported file outweigh what is declared, by whatever name it calls its subject", () => {
  const proxies = assembleStack(
    [
      ...settingsOf({ "proxy.clientTimeout@redis": 30_000, "proxy.clientTimeout@other": 40_000 }, "file"),
      ...settingsOf({ "proxy.clientTimeout": 3_600_000, "load-balancer.idle": 350_000 }),
    ],
    { ...SHAPE, proxies: ["proxy-1"] },
  );
  const [way] = pathsOf(proxies);
  expect(way?.duration("proxy", "clientTimeout")).toMatchObject({ ms: 30_000 });
  expect(way?.duration("load-balancer", "idle")).toMatchObject({ ms: 350_000 });

  const groups = assembleStack(
    [
      ...settingsOf({ "pod.podsMax@prod-orders-api": 60, "client.commandTimeout": 900 }, "file"),
      ...settingsOf({ "pod.podsMax@orders-api": 40, "client.commandTimeout@orders-api": 500 }),
    ],
    SHAPE,
  );
  const [path] = pathsOf(groups);
  expect(path?.count("pod", "podsMax")).toMatchObject({ count: 60 });
  // Not of one setting: the file speaks of all groups, the fleet file of this one.
  expect(path?.duration("client", "commandTimeout")).toMatchObject({ ms: 500 });
});

it("lets what a server said itself outweigh what is declared of all", () => {
  const stack = assembleStack(
    [
      ...settingsOf({ "server.timeout": 0 }),
      ...settingsOf({ "server.timeout@10.0.0.1:6379": 300_000 }, "live"),
    ],
    SHAPE,
  );
  expect(pathsOf(stack)[0]?.duration("server", "timeout")).toMatchObject({ ms: 300_000 });
});

it("with several groups keeps what belongs to none apart", () => {
  const stack = stackOf({ "client.commandTimeout@billing": 300 }, TWO);
  expect(stack.unmatched).toHaveLength(1);
  expect(pathsOf(stack).map((path) => path.duration("client", "commandTimeout").state)).toEqual([
    "unknown",
    "unknown",
  ]);
});

it("goes over every proxy with its own settings, else with those of unnamed frontends, the strictest", () => {
  const stack = stackOf(
    {
      "proxy.clientTimeout@proxy-1": 10_000,
      "proxy.clientTimeout@redis_in": 60_000,
      "proxy.clientTimeout@redis_bulk": 50_000,
    },
    { proxies: ["proxy-1", "proxy-2"] },
  );
  expect(pathsOf(stack).map((path) => [path.proxy, path.duration("proxy", "clientTimeout")])).toMatchObject([
    ["proxy-1", { ms: 10_000 }],
    ["proxy-2", { ms: 50_000 }],
  ]);
});

it("knows of a proxy by its configuration alone", () => {
  expect(pathsOf(stackOf({ "proxy.clientTimeout@redis_in": 1 }))[0]?.proxy).toBe("the proxy");
  expect(pathsOf(stackOf({}))[0]?.proxy).toBeNull();
});

it("without declared groups takes those that client settings name, with their library", () => {
  const stack = stackOf({ "client.library@orders": "ioredis", "pool.maxTotal@carts": 5 }, { groups: [] });
  expect(stack.groups).toEqual([
    { name: "orders", library: "ioredis", libraryVersion: null },
    { name: "carts", library: null, libraryVersion: null },
  ]);
  expect(pathsOf(stackOf({}, { groups: [] }))).toHaveLength(1);
});

it("stays quick with as many settings as an import may have", () => {
  const many = Array.from({ length: 20_000 }, (_, index) =>
    settingsOf({ [`client.commandTimeout@group-${index}`]: index + 1 }),
  ).flat();
  const stack = assembleStack(many, { ...SHAPE, groups: [] });
  expect(stack.groups).toHaveLength(200);
  expect(stack.unmatched).toHaveLength(19_800);
});
