import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { clientListStat, parseInfo } from "./info";

const fixture = (path: string) => readFileSync(new URL(`./fixtures/${path}`, import.meta.url), "utf8");

/** server, engine, version, redisVersion, maxclients, usec of CLIENT LIST (before 7.0: of all CLIENT), connected clients */
const SERVERS = [
  ["redis-2.8", "redis", "2.8.24", "2.8.24", undefined, 52, 12],
  ["redis-5.0", "redis", "5.0.14", "5.0.14", undefined, 48, 13],
  ["redis-6.0", "redis", "6.0.20", "6.0.20", undefined, 73, 15],
  ["redis-6.2", "redis", "6.2.16", "6.2.16", 10_000, 146, 15],
  ["redis-7.0.15", "redis", "7.0.15", "7.0.15", 10_000, 101, 15],
  ["redis-7.2", "redis", "7.2.6", "7.2.6", 10_000, 122, 16],
  ["redis-7.4", "redis", "7.4.1", "7.4.1", 10_000, 97, 16],
  ["redis-8.0-dev", "redis", "7.9.224", "7.9.224", 10_000, 95, 16],
  ["valkey-8.0", "valkey", "8.0.1", "7.2.4", 10_000, 86, 16],
  ["valkey-9-dev", "valkey", "255.255.255", "7.2.4", 10_000, 81, 16],
] as const;

describe.each(SERVERS)(
  "INFO of %s",
  (server, engine, version, redisVersion, maxclients, usec, connectedClients) => {
    const info = parseInfo(fixture(`servers/${server}/info.txt`));

    it("says what server it is", () => {
      expect(info.server).toMatchObject({ engine, version, redisVersion, mode: "standalone", hz: 10 });
      expect(info.server.runId).toMatch(/^[0-9a-f]{40}$/);
      expect(info.server.uptimeSec).toBeGreaterThan(0);
      expect(info.rejectedLines).toBe(0);
    });

    it("counts clients, and leaves absent what this version does not say", () => {
      expect(info.clients).toMatchObject({ connectedClients, blockedClients: 1 });
      expect(info.clients.maxclients).toBe(maxclients);
      expect("maxclients" in info.clients).toBe(maxclients !== undefined);
      expect(info.stats.rejectedConnections).toBe(0);
      expect(info.stats.totalConnectionsReceived).toBeGreaterThanOrEqual(connectedClients);
    });

    it("knows what CLIENT LIST has cost", () => {
      expect(clientListStat(info.commandStats)?.usec).toBe(usec);
      expect(info.commandStats.get("ping")?.calls).toBeGreaterThan(0);
    });

    it("sees its replica, and the replica its primary", () => {
      expect(info.replication).toMatchObject({ role: "primary", connectedReplicas: 1 });
      expect(info.replication.replicas).toEqual([
        {
          host: "127.0.0.1",
          port: (info.server.tcpPort ?? 0) + 1,
          state: "online",
          offset: expect.any(Number),
          lagSec: expect.any(Number),
        },
      ]);
      const replica = parseInfo(fixture(`servers/${server}/replica-info-replication.txt`));
      expect(replica.replication).toMatchObject({
        role: "replica",
        primary: { host: "127.0.0.1", port: info.server.tcpPort },
        linkUp: true,
        syncInProgress: false,
        lastIoSec: expect.any(Number),
        replicaOffset: expect.any(Number),
        replicas: [],
      });
      expect(replica.server).toEqual({});
      expect(replica.commandStats.size).toBe(0);
    });
  },
);

describe("parseInfo", () => {
  it.each([
    ["nothing", "", 0],
    ["a verbatim string", "txt:# Clients\r\nconnected_clients:3\r\n", 0],
    ["an error in place of a reply", "-NOPERM\r\n", 1],
    ["commandstats that are none", "cmdstat_get:calls=x,usec=1\ncmdstat_set:\n", 2],
    ["numbers that are none", "connected_clients:many\nmaxclients:1e4\n", 0],
  ])("survives %s", (_, text, rejectedLines) => {
    const info = parseInfo(text);
    expect(info.rejectedLines).toBe(rejectedLines);
    expect(info.clients).toEqual(text.includes("clients:3") ? { connectedClients: 3 } : {});
  });

  it("tells a replica without a link from one that does not say", () => {
    const down = parseInfo(
      "role:slave\nmaster_host:10.0.5.21\nmaster_port:6379\nmaster_link_status:down\nmaster_link_down_since_seconds:7\n",
    );
    expect(down.replication).toEqual({
      role: "replica",
      primary: { host: "10.0.5.21", port: 6379 },
      linkUp: false,
      linkDownSec: 7,
      replicas: [],
    });
    expect(parseInfo("role:slave\n").replication).toEqual({ role: "replica", replicas: [] });
  });

  it("keeps replicas with an address and leaves out others", () => {
    const lines = [
      "slave0:ip=::1,port=6380,state=wait_bgsave,offset=0,lag=0",
      "slave1:ip=,port=6381",
      "slave2:garbage",
    ];
    expect(parseInfo(lines.join("\r\n")).replication.replicas).toEqual([
      { host: "::1", port: 6380, state: "wait_bgsave", offset: 0, lagSec: 0 },
    ]);
  });

  it("never throws", () => {
    fc.assert(fc.property(fc.string({ unit: "binary", maxLength: 200 }), (text) => void parseInfo(text)));
  });
});
