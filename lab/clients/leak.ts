import type { Redis } from "ioredis";
import { connectClient } from "@/lab/clients/connection-pool";
import type { PooledAppConfig } from "@/lab/clients/messages";

export interface Leak {
  /** Returns how many it has leaked so far. */
  readonly start: (leak: { readonly port: number; readonly everyMs: number }) => number;
  /** Closes what was leaked and returns how many these were. */
  readonly stop: () => number;
}

/** Past this many the servers would have another trouble than a leak. */
const MAX_LEAKED = 600;

/** A path through the code that takes a connection, uses it once and forgets it. */
export function createLeak({ application, pods }: PooledAppConfig): Leak {
  const leaked: Redis[] = [];
  let taken = 0;
  let timer: NodeJS.Timeout | undefined;
  const takeOne = async (port: number) => {
    if (leaked.length >= MAX_LEAKED) return;
    taken += 1;
    const mine = timer;
    const pod = pods[taken % pods.length] ?? "";
    const client = await connectClient(port, `${application}-${pod}-forgotten-${taken}`).catch(() => null);
    if (client === null) return;
    // Stopped while it connected.
    if (timer !== mine) return client.disconnect();
    leaked.push(client);
    await client.get("order:forgotten").catch(() => null);
  };
  const stop = () => {
    clearInterval(timer);
    timer = undefined;
    const closed = leaked.splice(0);
    for (const client of closed) client.disconnect();
    return closed.length;
  };
  return {
    start: ({ port, everyMs }) => {
      clearInterval(timer);
      timer = setInterval(() => void takeOne(port), everyMs);
      return leaked.length;
    },
    stop,
  };
}
