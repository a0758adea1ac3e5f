import { afterEach, describe, expect, test } from "vitest";
import { sumCells } from "./testing/captured-jobs";
import { openClients } from "./testing/client-sockets";
import { startCuttingRelay } from "./testing/cutting-relay";
import { type RedisServer, startRedis } from "./testing/redis-server";
import { startTcpServer } from "./testing/tcp-server";
import { waitFor } from "./testing/wait-for";
import { clusterConfig, QUICK_WATCH, watchForTest } from "./testing/watched-cluster";

const cleanups: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function redis(args: string[] = [], cliArgs: string[] = []): Promise<RedisServer> {
  const server = await startRedis({ args, cliArgs });
  cleanups.push(() => server.stop());
  return server;
}

function watch(...args: Parameters<typeof watchForTest>) {
  const watched = watchForTest(...args);
  cleanups.push(() => watched.stop());
  return watched;
}

function median(values: readonly number[]): number {
  return values.toSorted((left, right) => left - right)[Math.floor(values.length / 2)] ?? Number.NaN;
}

describe("a node that hangs", () => {
  test("costs nobody else's time, is told silent, and recovers by itself", async () => {
    const servers = [await redis(), await redis(), await redis()];
    const [hanging, ...others] = servers;
    if (hanging === undefined) throw new Error("no server");
    const { captured } = watch(clusterConfig(servers.map(({ port }) => port)));
    const sweepsSince = (server: RedisServer, sinceMs: number) =>
      captured.sweepsOf(server.address).filter(({ result }) => result.atMs > sinceMs);
    await waitFor("sweeps of all", () => servers.every((server) => sweepsSince(server, 0).length > 3));

    const stoppedAt = Date.now();
    hanging.pause();
    cleanups.push(async () => hanging.resume());
    await waitFor("the silence to be told", () =>
      captured.observationsOf(hanging.address).some(({ after }) => after === "silent"),
    );
    await waitFor("the reason in the source status", () =>
      captured.sourceOf(hanging.address)?.lastError?.includes("does not answer within 500 ms"),
    );
    await waitFor("twenty more sweeps of the others", () =>
      others.every((server) => sweepsSince(server, stoppedAt).length >= 20),
    );
    for (const server of others) {
      const times = sweepsSince(server, stoppedAt).map(({ result }) => result.atMs);
      const intervals = times.slice(1).map((time, index) => time - (times[index] ?? 0));
      expect(median(intervals)).toBeGreaterThan(QUICK_WATCH.sweepIntervalMs * 0.9);
      expect(median(intervals)).toBeLessThan(QUICK_WATCH.sweepIntervalMs * 1.1);
    }
    // A sample may fall between two attempts, and then has none.
    const failed = await waitFor("a sample of failed pings", () =>
      captured
        .samplesOf(hanging.address)
        .findLast(({ runId, pingsFailed }) => runId === null && (pingsFailed ?? 0) > 0),
    );
    expect(failed).toMatchObject({ pingMedianMs: null, connectedClients: null });
    // Nothing piles up at the hung server: our sockets to it are destroyed, not left behind.
    const resumedAt = Date.now();
    hanging.resume();
    await waitFor("the recovery", () => sweepsSince(hanging, resumedAt).length > 2);
    // What piled up in its backlog meanwhile were our own attempts: nobody else's churn.
    expect(sumCells(captured.sweepsOf(hanging.address)).unattributed).toBe(0);
    const answered = captured.observationsOf(hanging.address).at(-1);
    expect(answered?.sentence).toMatch(/answers again after \d+ s/);
    await waitFor("our connections to be the usual two", async () => {
      const list = await hanging.cli("CLIENT", "LIST");
      return list.match(/ name=evenkeel /g)?.length === 2;
    });
    await waitFor("a status without error", () => captured.sourceOf(hanging.address)?.lastError === null);
  });
});

describe("a node that cannot be used has its own reason, and nobody else is delayed", () => {
  async function lastErrorBeside(port: number, given: Parameters<typeof clusterConfig>[1] = {}) {
    const good = await redis();
    const { captured } = watch(clusterConfig([port, good.port], given));
    const address = `127.0.0.1:${port}`;
    const lastError = await waitFor("the reason", () => captured.sourceOf(address)?.lastError);
    if (given.auth === undefined) {
      await waitFor("sweeps of the good node", () => captured.sweepsOf(good.address).length > 3);
    }
    expect(captured.sweepsOf(address)).toEqual([]);
    expect(JSON.stringify(captured.jobs)).not.toContain("hush-hush");
    return lastError;
  }

  test("wrong password", async () => {
    const server = await redis(["--requirepass", "right"], ["-a", "right", "--no-auth-warning"]);
    const auth = { username: null, password: "hush-hush" };
    expect(await lastErrorBeside(server.port, { auth })).toBe("rejects the user name or password");
    const log = await server.cli("ACL", "LOG");
    expect(log.match(/username/g)?.length ?? 0).toBeLessThanOrEqual(4);
  });

  test("no password where one is needed", async () => {
    const server = await redis(["--requirepass", "right"], ["-a", "right", "--no-auth-warning"]);
    expect(await lastErrorBeside(server.port)).toBe("asks for a password and none is configured");
  });

  test("garbage", async () => {
    const server = await startTcpServer((socket) => socket.write("SSH-2.0-OpenSSH_9.2\r\n"));
    cleanups.push(() => server.close());
    expect(await lastErrorBeside(server.port)).toMatch(/Redis protocol/);
    expect(server.accepted()).toBeLessThan(20);
  });

  test("the protocol, but nothing sensible in it", async () => {
    const server = await startTcpServer((socket) => socket.write("+OK\r\n+OK\r\n+OK\r\n"));
    cleanups.push(() => server.close());
    expect(await lastErrorBeside(server.port)).not.toBe("");
  });
});

describe("replies that are cut", () => {
  test("a list cut in the middle is a gap, not a smaller set", async () => {
    const server = await redis();
    await openClients(server.port, 50, "kept");
    const relay = await startCuttingRelay(server.port);
    cleanups.push(() => relay.close());
    const { captured } = watch(clusterConfig([relay.port]));
    const sweeps = () => captured.sweepsOf(relay.address);
    await waitFor("two sweeps", () => sweeps().length >= 2);
    relay.cutListsAfter(3000);
    const reason = await waitFor("the reason in the source status", () => {
      const sweep = captured.sourceOf(relay.address)?.detail.sweep;
      return typeof sweep === "object" && sweep !== null && "reason" in sweep && sweep.reason;
    });
    expect(reason).toMatch(/closed the connection/);
    expect(captured.sourceOf(relay.address)?.lastError).toBe(null);
    const before = sweeps().length;
    relay.cutListsAfter(null);
    await waitFor("sweeps again", () => sweeps().length > before + 1);
    for (const { result } of sweeps()) {
      expect(result.cells.reduce((sum, cell) => sum + cell.connections, 0)).toBe(50);
      expect(result.cells.reduce((sum, cell) => sum + cell.closed, 0)).toBe(0);
    }
  });
});

test("a list that goes on failing is asked for ever more seldom: the server works on it all the same", async () => {
  const server = await redis();
  await openClients(server.port, 50, "kept");
  const relay = await startCuttingRelay(server.port);
  cleanups.push(() => relay.close());
  relay.cutListsAfter(3000);
  watch(clusterConfig([relay.port]));
  const listed = async (times: number) => {
    const stats = await server.cli("INFO", "commandstats");
    return Number(/client\|list:calls=(\d+)/.exec(stats)?.[1] ?? 0) >= times;
  };
  await waitFor("the first list", () => listed(1));
  const sinceMs = performance.now();
  await waitFor("the fifth list", () => listed(5));
  expect(performance.now() - sinceMs).toBeGreaterThan(6 * QUICK_WATCH.sweepIntervalMs);
});

describe("refused commands", () => {
  test("an ACL without CLIENT LIST: told once with the reason, the rest goes on", async () => {
    const server = await redis();
    await server.cli(
      "ACL",
      "SETUSER",
      "watch",
      "on",
      ">hush-hush",
      "+ping",
      "+info",
      "+role",
      "+client|setname",
    );
    const auth = { username: "watch", password: "hush-hush" };
    const { captured } = watch(clusterConfig([server.port], { auth }));
    const source = await waitFor("the refusal", () => {
      const status = captured.sourceOf(server.address);
      return status?.refusals.some(({ command }) => command === "CLIENT LIST") && status;
    });
    expect(source.lastError).toBe(null);
    const commands = source.refusals.map(({ command }) => command).sort();
    expect(commands).toEqual(["CLIENT ID", "CLIENT LIST", "CLIENT NO-EVICT"]);
    expect(source.refusals.find(({ command }) => command === "CLIENT LIST")?.reason).toMatch(/^NOPERM/);
    await waitFor("samples", () => captured.samplesOf(server.address).length >= 4);
    expect(captured.samplesOf(server.address).at(-1)).toMatchObject({
      sweepMode: "refused",
      role: "primary",
    });
    const told = captured.observationsOf(server.address).filter(({ kind }) => kind === "refusal");
    expect(told).toHaveLength(3);
    expect(captured.sweepsOf(server.address)).toEqual([]);
    const refusedCalls = await server.cli("INFO", "commandstats");
    expect(refusedCalls).toMatch(/client\|list:calls=0.*rejected_calls=1,/);
    expect(JSON.stringify(captured.jobs)).not.toContain("hush-hush");
  });

  test("commands renamed away: PING, ROLE and CLUSTER are not needed", async () => {
    const renamed = ["PING", "ROLE", "CLUSTER"].flatMap((command) => ["--rename-command", command, ""]);
    const server = await redis(renamed);
    const { captured } = watch(clusterConfig([server.port]));
    await waitFor("sweeps and samples", () => {
      const { length } = captured.sweepsOf(server.address);
      return length > 2 && captured.samplesOf(server.address).length > 1;
    });
    const source = captured.sourceOf(server.address);
    expect(source?.refusals.map(({ command }) => command).sort()).toEqual(["PING", "ROLE"]);
    expect(captured.samplesOf(server.address).at(-1)).toMatchObject({ role: "primary", pingsFailed: 0 });
  });

  test("INFO refused: a role, but no sweep, for without run_id two processes cannot be told apart", async () => {
    const server = await redis();
    await server.cli("ACL", "SETUSER", "default", "-info");
    const { captured } = watch(clusterConfig([server.port]));
    const source = await waitFor("the refusal", () => {
      const status = captured.sourceOf(server.address);
      return status?.refusals.some(({ command }) => command === "INFO") && status;
    });
    expect(source.lastError).toBe(null);
    await waitFor("a sample", () => captured.samplesOf(server.address).length > 1);
    expect(captured.samplesOf(server.address).at(-1)).toMatchObject({
      role: "primary",
      connectedClients: null,
      sweepMode: "refused",
    });
    expect(captured.sweepsOf(server.address)).toEqual([]);
    // A list that nobody could use is not asked for: the server may have any number of clients.
    await server.cli("ACL", "SETUSER", "default", "+info");
    expect(await server.cli("INFO", "commandstats")).not.toMatch(/client\|list/);
  });
});

test("a user that may do nothing: a refusal is an answer, and no answer is noticed", async () => {
  const server = await redis();
  await server.cli("ACL", "SETUSER", "watch", "on", ">hush-hush");
  const auth = { username: "watch", password: "hush-hush" };
  const { captured } = watch(clusterConfig([server.port], { auth }));
  await waitFor("the refusals", () => {
    const refused = captured.sourceOf(server.address)?.refusals.map(({ command }) => command);
    return ["PING", "ROLE", "INFO"].every((command) => refused?.includes(command));
  });
  expect(captured.sourceOf(server.address)?.lastError).toBe(null);
  server.pause();
  cleanups.push(async () => server.resume());
  await waitFor("the silence", () => captured.sourceOf(server.address)?.lastError != null);
});

describe("a probe that fails once", () => {
  test("is taken back as soon as the next one is answered: an error that is over is not reported as the last word", async () => {
    const server = await redis();
    // The full INFO, which reports the status too, is far away: only the probe can take its error back.
    const slow = { ...QUICK_WATCH, infoIntervalMs: 600_000 };
    const { captured } = watch(clusterConfig([server.port], { watch: slow }));
    const status = () => captured.sourceOf(server.address);
    await waitFor("an answer", () => status()?.lastSuccessAt != null);
    // Until one probe has failed, whenever it was sent: the next one then has all its time to be answered.
    server.pause();
    cleanups.push(async () => server.resume());
    await waitFor("the failure", () => status()?.lastErrorAt != null);
    server.resume();
    await waitFor("the failure to be over", () => status()?.lastError === null);
    expect(captured.observationsOf(server.address).filter(({ kind }) => kind === "reachability")).toEqual([]);
  });
});
