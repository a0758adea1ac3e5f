import { Redis } from "ioredis";

const HOST = "127.0.0.1";

export interface RedisUser {
  readonly username: string;
  readonly password: string;
}

/** One command on a connection of its own to a server on loopback. Throws on an error reply. */
export function askRedis(port: number, ...command: readonly string[]): Promise<unknown> {
  return askRedisAs(null, port, ...command);
}

/** The same as a user; null: the default one, without AUTH. */
export async function askRedisAs(
  user: RedisUser | null,
  port: number,
  ...command: readonly string[]
): Promise<unknown> {
  const [name, ...args] = command;
  if (name === undefined) throw new Error("askRedis needs a command");
  const client = new Redis({
    host: HOST,
    port,
    ...user,
    lazyConnect: true,
    enableReadyCheck: false,
    disableClientInfo: true,
    // Without HELLO: twemproxy hangs up on it.
    protocol: 2,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
  });
  // The failure arrives at connect() or call(); without a listener ioredis prints it as well.
  client.on("error", () => undefined);
  try {
    await client.connect();
    return await client.call(name, ...args);
  } finally {
    client.disconnect();
  }
}
