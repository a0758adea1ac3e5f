import { createServer, type Server } from "node:net";

const HOST = "127.0.0.1";

/** A port that nothing listens on at this moment, chosen by the system. */
export async function freePort(): Promise<number> {
  const server = await listen(0);
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  await close(server);
  return port;
}

export async function isFree(port: number): Promise<boolean> {
  try {
    await close(await listen(port));
    return true;
  } catch {
    return false;
  }
}

export interface PortBlock {
  /** Add it to each wanted port. */
  readonly shift: number;
  readonly release: () => Promise<void>;
}

/** Past this many labs on one machine something else is wrong. */
const MAX_BLOCKS = 40;

/**
 * Finds room for a set of ports: as wanted when all are free, else all of them 100 higher, and so on, so that
 * the same fleet gets the same ports each day. `claim` is listened on until `release`: the next to come sees it.
 */
export async function claimPorts(claim: number, wanted: readonly number[]): Promise<PortBlock> {
  for (let block = 0; block < MAX_BLOCKS; block++) {
    const shift = block * 100;
    const claimed = await listen(claim + shift).catch(() => null);
    if (claimed === null) continue;
    const free = await Promise.all(wanted.map((port) => isFree(port + shift)));
    if (free.every(Boolean)) {
      claimed.unref();
      return { shift, release: () => close(claimed) };
    }
    await close(claimed);
  }
  throw new Error(`no free ports between ${claim} and ${claim + MAX_BLOCKS * 100}`);
}

function listen(port: number): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy());
    server.once("error", reject);
    server.listen({ port, host: HOST, exclusive: true }, () => resolve(server));
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => server.close(() => resolve()));
}
