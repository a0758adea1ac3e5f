import { afterEach, describe, expect, test } from "vitest";
import { sumCells } from "../testing/captured-jobs";
import { openClients } from "../testing/client-sockets";
import { startHaproxy, type TestProxy, type TestProxyOptions } from "../testing/proxy-servers";
import { type RedisServer, startRedis } from "../testing/redis-server";
import { startTcpServer } from "../testing/tcp-server";
import { waitFor } from "../testing/wait-for";
import { clusterConfig, watchForTest } from "../testing/watched-cluster";

const cleanups: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function redis(): Promise<RedisServer> {
  const server = await startRedis();
  cleanups.push(() => server.stop());
  return server;
}

async function haproxy(options: TestProxyOptions): Promise<TestProxy> {
  const proxy = await startHaproxy(options);
  cleanups.push(() => proxy.stop());
  return proxy;
}

function watch(...args: Parameters<typeof watchForTest>) {
  const watched = watchForTest(...args);
  cleanups.push(() => watched.stop());
  return watched;
}

/** A Redis behind two proxies, watched. */
async function twoProxies() {
  const server = await redis();
  const [first, second] = await Promise.all([
    haproxy({ name: "proxy-1", targetPort: server.port, source: "127.0.0.11" }),
    haproxy({ name: "proxy-2", targetPort: server.port, source: "127.0.0.12" }),
  ]);
  const { captured } = watch(clusterConfig([server.port], { proxies: [first.config, second.config] }));
  const back = (name: string, sinceMs = 0) =>
    captured
      .sweepsOf(server.address)
      .filter(({ result }) => result.atMs > sinceMs)
      .at(-1)
      ?.result.cells.filter(({ proxy }) => proxy === name)
      .reduce((sum, { connections }) => sum + connections, 0);
  const front = (name: string, sinceMs = 0) =>
    captured
      .proxySamplesOf(name)
      .filter(({ at }) => at.getTime() > sinceMs)
      .at(-1)?.step?.connections;
  return { server, first, second, captured, back, front };
}

describe("two HAProxies before one Redis", () => {
  test("front and back agree, without the connections that are our own", async () => {
    const { server, first, second, captured, back, front } = await twoProxies();
    await waitFor("pings through both", () =>
      ["proxy-1", "proxy-2"].every(
        (name) => captured.proxySamplesOf(name).at(-1)?.latency?.answeredBy === "redis",
      ),
    );
    expect([front("proxy-1"), front("proxy-2")]).toEqual([0, 0]);
    await openClients(first.port, 5);
    const some = await openClients(second.port, 3);
    await waitFor(
      "the clients on both sides",
      () => [front("proxy-1"), back("proxy-1"), front("proxy-2"), back("proxy-2")].join() === "5,5,3,3",
    );
    for (const client of some.slice(1)) await client.close();
    await waitFor("those that left", () => front("proxy-2") === 1 && back("proxy-2") === 1);
    const steps = captured.proxySamplesOf("proxy-2").flatMap(({ step }) => (step === null ? [] : [step]));
    expect(steps.reduce((sum, { opened }) => sum + (opened ?? 0), 0)).toBe(3);
    expect(steps.reduce((sum, { closed }) => sum + (closed ?? 0), 0)).toBe(2);
    const own = (await server.cli("CLIENT", "LIST")).match(/addr=127\.0\.0\.1[12]:\d+ .* name=evenkeel /g);
    expect(own).toHaveLength(2);
  });

  test("churn: its own counters and the ledger differ by no more than what no sweep saw", async () => {
    const { server, first, captured, back, front } = await twoProxies();
    await waitFor("both sides", () => front("proxy-1") === 0 && captured.sweepsOf(server.address).length > 1);
    for (let round = 0; round < 30; round++) {
      const clients = await openClients(first.port, 4);
      for (const client of clients.slice(0, 3)) await client.close();
    }
    const quietMs = Date.now();
    await waitFor(
      "both sides after it",
      () => front("proxy-1", quietMs) === 30 && back("proxy-1", quietMs) === 30,
    );
    const steps = captured.proxySamplesOf("proxy-1").flatMap(({ step }) => (step === null ? [] : [step]));
    const counted = {
      opened: steps.reduce((sum, { opened }) => sum + (opened ?? 0), 0),
      closed: steps.reduce((sum, { closed }) => sum + (closed ?? 0), 0),
    };
    const seen = sumCells(captured.sweepsOf(server.address));
    expect(counted).toEqual({ opened: 120, closed: 90 });
    expect(counted.opened - seen.opened).toBeLessThanOrEqual(seen.unattributed);
    expect(counted.closed - seen.closed).toBeLessThanOrEqual(seen.unattributed);
    expect(seen.opened + seen.unattributed).toBe(120);
  });

  test("one restarts: told as a restart, and counted across it as nothing", async () => {
    const { first, captured, front, back } = await twoProxies();
    const clients = await openClients(first.port, 6);
    await waitFor("both sides", () => front("proxy-1") === 6 && back("proxy-1") === 6);
    await first.kill();
    await first.start();
    const restart = await waitFor("the restart", () =>
      captured.observationsOf(null).find(({ after }) => after === "restarted"),
    );
    expect(restart).toMatchObject({ kind: "proxy", subject: "proxy-1", source: "HAProxy CSV" });
    expect(restart.sentence).toBe("proxy-1 restarted: its counters began anew (HAProxy CSV)");
    await waitFor("its sample", () => captured.proxySamplesOf("proxy-1").some(({ step }) => step?.restarted));
    await waitFor("its connections to be gone", () => front("proxy-1") === 0 && back("proxy-1") === 0);
    const opened = captured.proxySamplesOf("proxy-1").reduce((sum, { step }) => sum + (step?.opened ?? 0), 0);
    expect(opened).toBeLessThanOrEqual(clients.length);
    expect(captured.observationsOf(null).every(({ subject }) => subject === "proxy-1")).toBe(true);
  });

  test("one restarts under its clients: that is the verdict, with since when", async () => {
    const { first, second, captured, front, back } = await twoProxies();
    await openClients(first.port, 30);
    await openClients(second.port, 30);
    await waitFor(
      "a comparison of both",
      () => {
        const last = captured.assessments().at(-1)?.assessment;
        return last?.subjects.length === 2 && last.subjects.every(({ connections }) => connections === 30);
      },
      30_000,
    );
    const beforeMs = Date.now();
    await first.kill();
    await first.start();
    await openClients(first.port, 10);
    await openClients(second.port, 10);
    await waitFor("both sides", () => front("proxy-1") === 10 && back("proxy-1") === 10);
    const said = await waitFor(
      "the verdict",
      () => captured.verdicts().find(({ verdict }) => verdict.kind === "proxy-restarted"),
      30_000,
    );
    expect(said).toMatchObject({ by: "proxy", endedAt: null, verdict: { subject: "proxy-1" } });
    expect(said.verdict.sinceMs).toBeGreaterThan(beforeMs - 1000);
    expect(said.saidAt.getTime()).toBeLessThan(beforeMs + 30_000);
  });

  test("one vanishes: its front is unknown with the reason, its back is what Redis says", async () => {
    const { first, captured, front, back } = await twoProxies();
    await openClients(first.port, 2);
    await waitFor("both sides", () => front("proxy-1") === 2 && back("proxy-1") === 2);
    await first.kill();
    const sample = await waitFor("the failure", () =>
      captured.proxySamplesOf("proxy-1").findLast(({ failure, step }) => failure !== null && step === null),
    );
    expect(sample.failure).toBe("refuses the connection: nothing listens there");
    const told = await waitFor("both to be told", () => {
      const seen = captured.observationsOf(null).filter(({ subject }) => subject === "proxy-1");
      return seen.length === 2 && seen;
    });
    expect(told.map(({ sentence }) => sentence).sort()).toEqual([
      "proxy-1: a PING through it fails: it refuses the connection: nothing listens there",
      "proxy-1: its statistics cannot be read (HAProxy CSV refuses the connection: nothing listens there); how many clients it has is unknown",
    ]);
    const goneMs = Date.now();
    await waitFor(
      "the back without it",
      () => (back("proxy-1", goneMs) ?? 0) === 0 && front("proxy-2", goneMs) === 0,
    );
  });
});

describe("statistics that cannot be read", () => {
  test.each([
    [
      "HTML",
      "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n\r\n<html><body>hello</body></html>",
      /HTML/,
    ],
    ["nothing", "", /within|closed/],
  ])("%s: the back goes on, and nobody is hammered", async (_, reply, reason) => {
    const server = await redis();
    const statistics = await startTcpServer((socket) => {
      if (reply !== "") socket.end(reply);
    });
    cleanups.push(() => statistics.close());
    const proxy = await haproxy({ name: "proxy-1", targetPort: server.port, source: "127.0.0.11" });
    const stats = { format: "haproxy", url: `http://${statistics.address}/;csv`, frontend: null } as const;
    const { captured } = watch(clusterConfig([server.port], { proxies: [{ ...proxy.config, stats }] }));
    await openClients(proxy.port, 4);
    const sample = await waitFor("the failure", () =>
      captured.proxySamplesOf("proxy-1").find(({ failure }) => failure !== null),
    );
    expect(sample).toMatchObject({ source: "HAProxy CSV", step: null });
    expect(sample.failure).toMatch(reason);
    await waitFor("the source's status", () =>
      captured.clusterSourceOf("proxy-1 HAProxy CSV")?.lastError?.match(reason),
    );
    const before = captured.sweepsOf(server.address).length;
    await waitFor("sweeps, and PINGs through it", () => {
      const last = captured.sweepsOf(server.address).at(-1);
      const pinged = captured.proxySamplesOf("proxy-1").at(-1)?.latency;
      return (
        captured.sweepsOf(server.address).length > before + 8 &&
        pinged?.failed === 0 &&
        last?.result.cells.some(({ proxy: name, connections }) => name === "proxy-1" && connections === 4)
      );
    });
    expect(statistics.accepted()).toBeLessThan(8);
  });

  test("when they come back, that is told, and how long they were away", async () => {
    const { first, captured, front } = await twoProxies();
    await waitFor("readings", () => front("proxy-1") === 0);
    await first.pause();
    // Of both: a proxy that goes on between the two is never told as silent, and so never as answering again.
    await waitFor("the silence of statistics and PINGs", () => {
      const told = captured.observationsOf(null).map(({ after }) => after);
      return told.includes("unreadable") && told.includes("silent");
    });
    first.resume();
    const back = await waitFor("the return", () =>
      captured.observationsOf(null).find(({ after }) => after === "readable"),
    );
    expect(back.sentence).toMatch(/^proxy-1: its statistics \(HAProxy CSV\) can be read again after \d+ s$/);
    await waitFor("the other return", () =>
      captured.observationsOf(null).some(({ after }) => after === "answering"),
    );
    expect(captured.observationsOf(null).some(({ after }) => after === "restarted")).toBe(false);
  });
});
