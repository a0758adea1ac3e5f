import { setTimeout as delay } from "node:timers/promises";
import { createPool, type Pool } from "generic-pool";
import { Redis } from "ioredis";
import type { PooledConfig, PoolOrder } from "@/lab/clients/messages";

const ACQUIRE_TIMEOUT_MS = 5_000;
/** generic-pool asks for the next connection at once when one fails, without end. */
const CREATE_RETRY_MS = 300;

/** One pod's pool, as an application would set it up: generic-pool over ioredis with its defaults. */
export function createConnectionPool(config: PooledConfig, pod: string): Pool<Redis> {
  let created = 0;
  const pool = createPool<Redis>(
    {
      create: () => {
        created += 1;
        const port = config.ports[created % config.ports.length] ?? 0;
        const name = config.isNamed ? `${config.application}-${pod}-${created}` : null;
        return connectClient(port, name);
      },
      destroy: async (client) => client.disconnect(),
      validate: async (client) => client.status === "ready",
    },
    {
      min: config.pool.min,
      max: config.pool.max,
      fifo: config.order === "fifo",
      testOnBorrow: true,
      acquireTimeoutMillis: ACQUIRE_TIMEOUT_MS,
      idleTimeoutMillis: config.pool.minEvictableIdleMs,
      evictionRunIntervalMillis: config.pool.evictionEveryMs,
      numTestsPerEvictionRun: config.pool.max,
    },
  );
  // The server is away: the waiting requests time out by themselves.
  pool.on("factoryCreateError", () => undefined);
  return pool;
}

/** generic-pool reads its order at each return of a connection but offers no call to change it. */
export function setPoolOrder(pool: Pool<Redis>, order: PoolOrder): void {
  (pool as unknown as { _config: { fifo: boolean } })._config.fifo = order === "fifo";
}

/** Null: it stays silent on connecting. Throws when the other side is away, after a moment. */
export async function connectClient(port: number, connectionName: string | null): Promise<Redis> {
  const greeting =
    connectionName === null
      ? { enableReadyCheck: false, disableClientInfo: true, protocol: 2 as const }
      : { connectionName };
  const client = new Redis({ host: "127.0.0.1", port, lazyConnect: true, ...greeting });
  client.on("error", () => undefined);
  try {
    await client.connect();
    return client;
  } catch (error) {
    client.disconnect();
    await delay(CREATE_RETRY_MS);
    throw error;
  }
}
