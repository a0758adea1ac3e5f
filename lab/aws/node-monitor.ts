import { readFileSync } from "node:fs";
import { Redis } from "ioredis";
import type { DeriveContext } from "@/lab/aws/derive-metrics";
import { type NodeReading, parseInfoFields, parseLatencyHistogram } from "@/lab/aws/node-reading";
import type { AdminUser } from "@/lab/elasticache-acl";
import type { RedisServer } from "@/lab/redis-server";

/** As ElastiCache watches a node: over connections of its own, kept, which CurrConnections counts. */
export interface NodeMonitor {
  readonly port: number;
  /** As ElastiCache writes it: "7.0". */
  readonly version: string;
  readonly commands: DeriveContext["commands"];
  /** Null: the server does not answer in time. */
  readonly read: () => Promise<NodeReading | null>;
  readonly isPrimary: () => Promise<boolean | null>;
  /** Values of CONFIG GET by name; null as above. */
  readonly config: (...names: readonly string[]) => Promise<ReadonlyMap<string, string> | null>;
  readonly close: () => void;
}

/** What CLIENT LIST calls them. */
export const MONITORING_NAME = "aws-monitoring";
/** AWS tells of two to four. */
export const CONNECTIONS_PER_NODE = 2;
const ANSWER_WITHIN_MS = 5_000;
const CONNECT_AGAIN_MS = 1_000;

/** Opens its connections; throws when the server refuses them. Later it connects again by itself. */
export async function monitorNode(server: RedisServer, user: AdminUser): Promise<NodeMonitor> {
  const clients = Array.from({ length: CONNECTIONS_PER_NODE }, () => openKept(server.port, user));
  const [first, second] = clients;
  if (first === undefined || second === undefined) throw new Error("a monitor needs two connections");
  const close = () => {
    for (const client of clients) client.disconnect();
  };
  const ask = async (client: Redis, command: string, ...args: readonly string[]): Promise<unknown> => {
    try {
      return await client.call(command, ...args);
    } catch {
      return null;
    }
  };
  const commandsIn = async (category: string) => {
    const names = await first.call("ACL", "CAT", category);
    return new Set(Array.isArray(names) ? names.map(String) : []);
  };
  try {
    await Promise.all(clients.map((client) => client.connect()));
    const [read, write, string] = await Promise.all(["read", "write", "string"].map(commandsIn));
    const none = new Set<string>();
    const told = parseInfoFields(String(await first.call("INFO", "server"))).get("redis_version") ?? "";
    return {
      port: server.port,
      version: told.split(".").slice(0, 2).join("."),
      commands: { read: read ?? none, write: write ?? none, string: string ?? none },
      read: async () => {
        const [info, latency] = await Promise.all([
          ask(first, "INFO", "everything"),
          ask(first, "LATENCY", "HISTOGRAM"),
        ]);
        if (typeof info !== "string") return null;
        const fields = parseInfoFields(info);
        const pid = fields.get("process_id") ?? "";
        const host = {
          freeBytes: readKilobytes("meminfo", "MemAvailable"),
          swappedBytes: readKilobytes(`${pid}/status`, "VmSwap"),
        };
        return { atMs: Date.now(), info: fields, latency: parseLatencyHistogram(latency), host };
      },
      isPrimary: async () => {
        const role = await ask(second, "ROLE");
        return Array.isArray(role) ? role[0] === "master" : null;
      },
      config: async (...names) => {
        const reply = await ask(second, "CONFIG", "GET", ...names);
        if (!Array.isArray(reply)) return null;
        return new Map(
          reply.flatMap((name, index) => (index % 2 === 0 ? [[String(name), String(reply[index + 1])]] : [])),
        );
      },
      close,
    };
  } catch (error) {
    close();
    throw error;
  }
}

function openKept(port: number, user: AdminUser): Redis {
  const client = new Redis({
    host: "127.0.0.1",
    port,
    ...user,
    connectionName: MONITORING_NAME,
    lazyConnect: true,
    protocol: 2,
    disableClientInfo: true,
    enableReadyCheck: false,
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    commandTimeout: ANSWER_WITHIN_MS,
    retryStrategy: () => CONNECT_AGAIN_MS,
  });
  // What fails is answered with null; without a listener ioredis prints it as well.
  client.on("error", () => undefined);
  return client;
}

/** A line of a file below /proc, in bytes; null where the system has none. */
function readKilobytes(file: string, field: string): number | null {
  try {
    const text = readFileSync(`/proc/${file}`, "utf8");
    const kilobytes = new RegExp(`^${field}:\\s+(\\d+) kB`, "m").exec(text)?.[1];
    return kilobytes === undefined ? null : Number(kilobytes) * 1_024;
  } catch {
    return null;
  }
}
