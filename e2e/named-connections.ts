import { Redis } from "ioredis";

export interface NamedConnections {
  readonly close: () => void;
}

/** Opens connections to addresses on this machine, each named so; resolves when all are. */
export async function openNamedConnections(
  name: string,
  addresses: readonly string[],
): Promise<NamedConnections> {
  const clients = addresses.map((address) => {
    const [host, port] = address.split(":");
    const client = new Redis({ host, port: Number(port), lazyConnect: true, retryStrategy: () => null });
    client.on("error", () => undefined);
    return client;
  });
  const close = () => {
    for (const client of clients) client.disconnect();
  };
  try {
    for (const client of clients) {
      await client.connect();
      await client.call("CLIENT", "SETNAME", name);
    }
  } catch (error) {
    close();
    throw error;
  }
  return { close };
}
