import { createServer } from "node:net";

/** A port that nothing listens on at the moment. Cluster nodes need port + 10000 too, hence the upper bound. */
export async function findFreePort(): Promise<number> {
  for (;;) {
    const port = await listenOnce(0);
    if (port < 50_000 && (await listenOnce(port + 10_000).catch(() => null)) !== null) return port;
    const low = 20_000 + Math.floor(Math.random() * 20_000);
    const found = await listenOnce(low).catch(() => null);
    if (found !== null && (await listenOnce(low + 10_000).catch(() => null)) !== null) return low;
  }
}

function listenOnce(port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => {
      const address = server.address();
      const found = typeof address === "object" && address !== null ? address.port : port;
      server.close(() => resolve(found));
    });
  });
}
