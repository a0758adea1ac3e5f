import { type AddressInfo, createConnection, createServer, type Socket } from "node:net";

/** Stands between client and server, and can fall silent: connections stay open, nothing comes through. */
export interface SilentProxy {
  readonly port: number;
  silence(): void;
  /** What was sent meanwhile is lost, and with it the connections that were open. */
  speak(): void;
  close(): Promise<void>;
}

export async function startSilentProxy(targetSocketPath: string): Promise<SilentProxy> {
  let isSilent = false;
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const target = createConnection(targetSocketPath);
    for (const [from, to] of [
      [client, target],
      [target, client],
    ] as const) {
      sockets.add(from);
      from.on("data", (data) => {
        if (!isSilent) to.write(data);
      });
      from.on("error", () => {});
      from.on("close", () => {
        sockets.delete(from);
        to.destroy();
      });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const dropAll = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    port,
    silence: () => {
      isSilent = true;
    },
    speak: () => {
      dropAll();
      isSilent = false;
    },
    close: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      dropAll();
      await closed;
    },
  };
}
