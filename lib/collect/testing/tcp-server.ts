import { createServer, type Socket } from "node:net";

export interface TcpServer {
  readonly port: number;
  readonly address: string;
  /** Connections accepted so far. */
  accepted(): number;
  close(): Promise<void>;
}

/** A server that says what the test wants: `onData` gets each chunk that a client sends. */
export async function startTcpServer(onData: (socket: Socket, chunk: Buffer) => void): Promise<TcpServer> {
  const sockets = new Set<Socket>();
  let accepted = 0;
  const server = createServer((socket) => {
    accepted++;
    sockets.add(socket);
    socket.on("error", () => undefined);
    socket.on("close", () => sockets.delete(socket));
    socket.on("data", (chunk) => onData(socket, chunk));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return {
    port,
    address: `127.0.0.1:${port}`,
    accepted: () => accepted,
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}
