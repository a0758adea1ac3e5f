import { Redis } from "ioredis";

/** What INFO said of a server's connections, again and again. */
export interface ConnectionSamples {
  /** Least and most around a moment; null: it was not watched through. */
  readonly around: (port: number, atMs: number) => { readonly min: number; readonly max: number } | null;
  readonly stop: () => void;
}

const EVERY_MS = 500;
/** A reading for the end of a minute is that late on a busy machine. */
const BEFORE_MS = 2_000;
const AFTER_MS = 8_000;

/** Over one connection to each, which is counted like any other. */
export function sampleConnections(ports: readonly number[]): ConnectionSamples {
  const taken = new Map<number, { readonly atMs: number; readonly count: number }[]>();
  const clients = ports.map((port) => {
    const client = new Redis({
      host: "127.0.0.1",
      port,
      connectionName: "e2e-samples",
      maxRetriesPerRequest: 0,
    });
    client.on("error", () => undefined);
    const seen: { atMs: number; count: number }[] = [];
    taken.set(port, seen);
    const look = async () => {
      const told = await client.info("clients").catch(() => "");
      const count = /^connected_clients:(\d+)/m.exec(told)?.[1];
      if (count !== undefined) seen.push({ atMs: Date.now(), count: Number(count) });
    };
    return { client, timer: setInterval(look, EVERY_MS) };
  });
  return {
    around: (port, atMs) => {
      const [fromMs, toMs] = [atMs - BEFORE_MS, atMs + AFTER_MS];
      const seen = taken.get(port) ?? [];
      const isWatched = (seen[0]?.atMs ?? toMs) <= fromMs && (seen.at(-1)?.atMs ?? fromMs) >= toMs;
      const counts = seen.filter((one) => one.atMs >= fromMs && one.atMs <= toMs).map(({ count }) => count);
      return isWatched && counts.length > 0 ? { min: Math.min(...counts), max: Math.max(...counts) } : null;
    },
    stop: () => {
      for (const { client, timer } of clients) {
        clearInterval(timer);
        client.disconnect();
      }
    },
  };
}
