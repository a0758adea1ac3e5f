import { createServer, type Server, type Socket } from "node:net";
import type { PGlite } from "@electric-sql/pglite";
import { createSessionQueue } from "./session-queue";
import { createWireFramer, type WireUnit } from "./wire-framing";

export interface SocketServer {
  /** Runs a statement of our own when its turn comes; what it answers is not looked at. */
  run(sql: string): Promise<void>;
  /** Takes no new statements, closes the connections, resolves when the socket is gone. */
  stop(): Promise<void>;
}

export interface SocketServerOptions {
  readonly path: string;
  readonly onFatal: (error: unknown) => void;
  readonly idleTransactionMs?: number;
}

/** A transaction holds up every other client, so one that goes quiet may not last. */
const IDLE_TRANSACTION_MS = 10_000;
/** Clients are numbered from 1. */
const OWN_CLIENT = 0;

/** Serves ordinary PostgreSQL clients from one PGlite session, a whole unit of messages at a time. */
export async function serveDatabase(db: PGlite, options: SocketServerOptions): Promise<SocketServer> {
  const sockets = new Map<number, Socket>();
  let lastClient = 0;
  const queue = createSessionQueue(db, {
    idleTransactionMs: options.idleTransactionMs ?? IDLE_TRANSACTION_MS,
    onEvict: (client) => sockets.get(client)?.destroy(),
    onFatal: options.onFatal,
  });

  function accept(socket: Socket): void {
    lastClient += 1;
    const client = lastClient;
    const framer = createWireFramer();
    sockets.set(client, socket);
    socket.on("data", (chunk: Buffer) => {
      try {
        for (const unit of framer.push(chunk)) serveUnit(client, socket, unit);
      } catch {
        socket.destroy();
      }
    });
    socket.on("error", () => socket.destroy());
    socket.on("close", () => {
      sockets.delete(client);
      queue.leave(client);
    });
  }

  function serveUnit(client: number, socket: Socket, unit: WireUnit): void {
    switch (unit.kind) {
      case "tls-request":
        // No encryption: the socket lies in a folder that only its owner may enter.
        socket.write("N");
        return;
      case "cancel-request":
      case "terminate":
        socket.end();
        return;
      case "startup":
      case "statements":
        queue
          .run(client, unit.bytes, (data) => {
            // A copy: the engine reuses its memory for the next answer.
            if (socket.writable) socket.write(Buffer.from(data));
          })
          .catch(() => socket.destroy());
    }
  }

  const server = createServer(accept);
  await listen(server, options.path);
  return {
    run: (sql) => queue.run(OWN_CLIENT, simpleQuery(sql), () => {}),
    stop: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const socket of sockets.values()) socket.destroy();
      await closed;
    },
  };
}

async function listen(server: Server, path: string): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(path, () => {
      server.off("error", reject);
      resolve();
    });
  });
}

function simpleQuery(sql: string): Buffer {
  const text = Buffer.from(`${sql}\0`);
  const head = Buffer.alloc(5);
  head.write("Q");
  head.writeUInt32BE(text.length + 4, 1);
  return Buffer.concat([head, text]);
}
