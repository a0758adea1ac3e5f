import { connect } from "node:net";
import { startTcpServer, type TcpServer } from "./tcp-server";

export interface CuttingRelay extends TcpServer {
  /** From now on the reply to CLIENT LIST ends after so many bytes, and the connection with it. */
  cutListsAfter(bytes: number | null): void;
}

/** Passes everything on to a real server, but can cut the reply to CLIENT LIST in the middle. */
export async function startCuttingRelay(port: number): Promise<CuttingRelay> {
  const upstreams = new WeakMap<object, ReturnType<typeof connect>>();
  let cutAfter: number | null = null;
  const server = await startTcpServer((socket, chunk) => {
    let upstream = upstreams.get(socket);
    if (upstream === undefined) {
      upstream = connect(port, "127.0.0.1");
      upstream.on("error", () => socket.destroy());
      upstream.on("data", (reply: Buffer) => {
        const limit = isListing.has(socket) ? cutAfter : null;
        if (limit === null) socket.write(reply);
        else socket.end(reply.subarray(0, limit));
      });
      socket.on("close", () => upstream?.destroy());
      upstreams.set(socket, upstream);
    }
    if (chunk.includes("LIST")) isListing.add(socket);
    upstream.write(chunk);
  });
  const isListing = new WeakSet<object>();
  return {
    ...server,
    cutListsAfter: (bytes) => {
      cutAfter = bytes;
    },
  };
}
