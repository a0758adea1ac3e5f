import { afterEach, describe, expect, test } from "vitest";
import type { ClusterConfig, ProxyDiscoveryConfig } from "@/lib/config/fleet";
import type { FleetProxy } from "@/lib/store/rows";
import { openClients } from "../testing/client-sockets";
import { type DnsAnswer, type DnsResponder, startDnsResponder } from "../testing/dns-responder";
import { findFreePort } from "../testing/free-port";
import { startHaproxy, type TestProxy } from "../testing/proxy-servers";
import { type RedisServer, startRedis } from "../testing/redis-server";
import { waitFor } from "../testing/wait-for";
import { clusterConfig, watchForTest } from "../testing/watched-cluster";

const NAME = "redis-proxies.test";
const [FIRST, SECOND] = ["127.0.0.21", "127.0.0.22"] as const;
const cleanups: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

interface Place {
  readonly server: RedisServer;
  readonly dns: DnsResponder;
  /** Pods: each has an address of its own, and the same ports. */
  readonly pods: readonly [TestProxy, TestProxy];
  readonly discovery: ProxyDiscoveryConfig;
}

async function place(answer: DnsAnswer): Promise<Place> {
  const server = await startRedis();
  cleanups.push(() => server.stop());
  const dns = await startDnsResponder({ [NAME]: answer });
  cleanups.push(() => dns.close());
  const [port, statsPort] = [await findFreePort(), await findFreePort()];
  const pod = async (host: string): Promise<TestProxy> => {
    const proxy = await startHaproxy({
      name: host,
      host,
      source: host,
      targetPort: server.port,
      port,
      statsPort,
    });
    cleanups.push(() => proxy.stop());
    return proxy;
  };
  const pods = [await pod(FIRST), await pod(SECOND)] as const;
  const stats = { format: "haproxy", url: `http://:${statsPort}/;csv`, frontend: null } as const;
  const found = { listenPort: port, stats, kind: "tcp", zone: null } as const;
  return { server, dns, pods, discovery: { dns: NAME, dnsServer: dns.address, ...found } };
}

function watch(
  { server }: Place,
  config: Partial<ClusterConfig>,
  given: Parameters<typeof watchForTest>[1] = {},
) {
  const fleets: (readonly FleetProxy[])[] = [];
  const watched = watchForTest(clusterConfig([server.port], config), {
    ...given,
    onProxies: (proxies) => fleets.push(proxies),
  });
  cleanups.push(() => watched.stop());
  const { captured } = watched;
  const told = () => captured.observationsOf(null).filter(({ kind }) => kind === "address");
  const back = (name: string | null) =>
    captured
      .sweepsOf(server.address)
      .at(-1)
      ?.result.cells.filter(({ proxy }) => proxy === name)
      .reduce((sum, { connections }) => sum + connections, 0);
  const front = (name: string) => captured.proxySamplesOf(name).at(-1)?.step?.connections;
  return { captured, fleets, told, back, front };
}

describe("proxies behind a name", () => {
  test("are found, watched and named by their address; who comes later takes its connections", async () => {
    const here = await place([FIRST]);
    const { pods, dns, discovery } = here;
    const { captured, fleets, told, back, front } = watch(here, { proxyDiscovery: [discovery] });
    await openClients(pods[0].port, 3, "app", undefined, FIRST);
    await openClients(pods[1].port, 2, "app", undefined, SECOND);
    await waitFor("the first on both sides", () => front(FIRST) === 3 && back(FIRST) === 3);
    expect(back(null)).toBe(2);
    expect(fleets.at(-1)).toEqual([
      { name: FIRST, addresses: [FIRST], kind: "tcp", weight: 1, zone: null, statistics: "HAProxy CSV" },
    ]);

    dns.answer(NAME, [FIRST, SECOND]);
    await waitFor("the second on both sides", () => front(SECOND) === 2 && back(SECOND) === 2);
    expect(back(null)).toBe(0);
    expect(told().map(({ subject, before, after }) => [subject, before, after])).toEqual([
      [FIRST, null, NAME],
      [SECOND, null, NAME],
    ]);
    expect(told()[1]?.sentence).toBe(`${SECOND} has become a proxy: ${NAME} resolves to it now`);
    expect(told()[1]?.precisionMs).toBeLessThan(2000);
    await waitFor("a comparison of both", () =>
      captured
        .assessments()
        .at(-1)
        ?.assessment.subjects.every(({ name }) => name === FIRST || name === SECOND),
    );
  });

  test("one that leaves is told, is asked nothing more, and keeps what it holds", async () => {
    const here = await place([FIRST, SECOND]);
    const { pods, dns, discovery } = here;
    const { captured, fleets, told, back, front } = watch(here, { proxyDiscovery: [discovery] });
    await openClients(pods[1].port, 2, "app", undefined, SECOND);
    await waitFor("the second on both sides", () => front(SECOND) === 2 && back(SECOND) === 2);
    dns.answer(NAME, [FIRST]);
    const left = await waitFor("its departure", () => told().find(({ before }) => before === NAME));
    expect(left).toMatchObject({ subject: SECOND, after: null, source: `DNS ${NAME}` });
    await openClients(pods[1].port, 1, "app", undefined, SECOND);
    await waitFor("its connections, old and new", () => back(SECOND) === 3);
    expect(fleets.at(-1)?.map(({ name }) => name)).toEqual([FIRST, SECOND]);
    const lateMs = Date.now();
    const others = captured.proxySamplesOf(FIRST).length;
    await waitFor("more samples of the first", () => captured.proxySamplesOf(FIRST).length > others + 3);
    expect(captured.proxySamplesOf(SECOND).filter(({ at }) => at.getTime() > lateMs)).toEqual([]);
    const status = captured.clusterSourceOf(`${SECOND} HAProxy CSV`);
    expect(status).toMatchObject({ lastError: null, detail: { proxy: SECOND, retired: true } });
    await waitFor("no comparison with one", () => {
      const last = captured.assessments().findLast(({ assessment }) => assessment.by === "proxy");
      return last?.assessment.subjects.every(({ name, inRotation }) => name === FIRST || !inRotation);
    });
  });

  test("a name that cannot be resolved leaves the last known ones in force, and says so", async () => {
    const here = await place([FIRST, SECOND]);
    const { dns, discovery } = here;
    const { captured, told, front } = watch(here, { proxyDiscovery: [discovery] });
    await waitFor("both", () => front(FIRST) === 0 && front(SECOND) === 0);
    dns.answer(NAME, "server failed");
    const silent = await waitFor("it to be told", () => told().find(({ after }) => after === "unresolved"));
    expect(silent.sentence).toMatch(
      /^redis-proxies\.test cannot be resolved: .+ failed \(SERVFAIL\); the 2 known last stay in force$/,
    );
    await waitFor("the status of the source", () =>
      captured.clusterSourceOf(`DNS ${NAME}`)?.lastError?.includes("SERVFAIL"),
    );
    const samples = captured.proxySamplesOf(FIRST).length;
    await waitFor("more of both", () => captured.proxySamplesOf(FIRST).length > samples + 2);
    dns.answer(NAME, [FIRST, SECOND]);
    await waitFor("its return", () => told().some(({ after }) => after === "resolved"));
    expect(told().filter(({ before }) => before === NAME)).toEqual([]);
  });

  test("a name with more addresses than a cluster has proxies adds nobody, and says so", async () => {
    const here = await place([FIRST]);
    const { dns, discovery } = here;
    const { captured, fleets, front } = watch(here, { proxyDiscovery: [discovery] });
    await waitFor("the first", () => front(FIRST) === 0);
    const crowd = Array.from({ length: 600 }, (_, at) => `127.0.${10 + Math.floor(at / 200)}.${at % 200}`);
    dns.answer(NAME, [FIRST, ...crowd]);
    await waitFor("the status of the source", () =>
      captured.clusterSourceOf(`DNS ${NAME}`)?.lastError?.startsWith("has 601 addresses, more than the 500"),
    );
    expect(fleets.at(-1)?.map(({ name }) => name)).toEqual([FIRST]);
  });

  test("those known before our restart hold their connections while DNS is silent", async () => {
    const here = await place("silence");
    const { pods, discovery } = here;
    await openClients(pods[0].port, 4, "app", undefined, FIRST);
    const seenAtMs = Date.now() - 60_000;
    const rememberedProxies = [
      { name: NAME, address: FIRST, seenAtMs },
      { name: "another.test", address: SECOND, seenAtMs },
    ];
    const { told, back, front, fleets } = watch(here, { proxyDiscovery: [discovery] }, { rememberedProxies });
    await waitFor("the first on both sides", () => front(FIRST) === 4 && back(FIRST) === 4);
    expect(fleets.at(-1)?.map(({ name }) => name)).toEqual([FIRST]);
    expect(told().filter(({ subject }) => subject === FIRST)).toEqual([]);
  });
});

test("an address that a declared proxy and two names share belongs to one proxy, and is watched once", async () => {
  const here = await place([FIRST, SECOND]);
  const { pods, discovery, server, dns } = here;
  dns.answer("others.test", [SECOND]);
  const declared = { ...pods[0].config, name: "proxy-1" };
  const { captured, fleets, back, front } = watch(here, {
    proxies: [declared],
    proxyDiscovery: [discovery, { ...discovery, dns: "others.test", zone: "eu-1b" }],
  });
  await openClients(pods[0].port, 3, "app", undefined, FIRST);
  await waitFor("the declared on both sides", () => front("proxy-1") === 3 && back("proxy-1") === 3);
  await waitFor("the discovered one", () => front(SECOND) === 0);
  expect(fleets.at(-1)?.map(({ name, zone }) => [name, zone])).toEqual([
    ["proxy-1", null],
    [SECOND, null],
  ]);
  expect(captured.proxySamplesOf(FIRST)).toEqual([]);
  await waitFor("one PING connection through each", async () => {
    const own = (await server.cli("CLIENT", "LIST")).match(/addr=127\.0\.0\.2[12]:\d+ .* name=evenkeel /g);
    return own?.length === 2;
  });
});
