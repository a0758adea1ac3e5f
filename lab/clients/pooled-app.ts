import { setTimeout as delay } from "node:timers/promises";
import type { Pool } from "generic-pool";
import type { Redis } from "ioredis";
import { endWithLab, jitter, readConfig, report } from "@/lab/clients/child";
import { createConnectionPool, setPoolOrder } from "@/lab/clients/connection-pool";
import { createLeak } from "@/lab/clients/leak";
import { appOrder, type PooledAppConfig, pooledAppConfig } from "@/lab/clients/messages";
import { concurrencyAt } from "@/lab/clients/rhythm";

/** How long a caller keeps a connection after the reply. Random, so that no proxy's connections return last. */
const HOLD_MIN_MS = 5;
const HOLD_SPREAD_MS = 40;
const KEYS = 1_000;
/** Pods share their users' rhythm, a little apart. */
const PHASE_STEP = 0.06;

endWithLab();
const config = pooledAppConfig.parse(readConfig());
const pools = config.pods.map((pod) => createConnectionPool(config, pod));

const leak = createLeak(config);

process.on("message", (message) => {
  const order = appOrder.safeParse(message).data;
  switch (order?.type) {
    case "order":
      for (const pool of pools) setPoolOrder(pool, order.order);
      return report({ type: "order", order: order.order });
    case "leak":
      return report({ type: "leak", leaked: order.leak === null ? leak.stop() : leak.start(order.leak) });
  }
});

await Promise.all(pools.map((pool) => requestOnce(pool)));
report({ type: "ready" });
for (const [index, pool] of pools.entries()) void keepBusy(pool, index * PHASE_STEP, config);

/** Sends a batch of requests at once, waits a moment, and again: pools grow with the batch's size. */
async function keepBusy(
  pool: Pool<Redis>,
  phase: number,
  { rhythm, tickMs }: PooledAppConfig,
): Promise<never> {
  const startedMs = performance.now();
  for (;;) {
    const batch = concurrencyAt(rhythm, performance.now() - startedMs, phase);
    for (let request = 0; request < batch; request++) void requestOnce(pool);
    await delay(jitter(tickMs));
  }
}

/** A failed request is gone, as it would be for a user; the next batch tries again. */
async function requestOnce(pool: Pool<Redis>): Promise<void> {
  try {
    await pool.use(async (client) => {
      await client.get(`order:${Math.floor(Math.random() * KEYS)}`);
      await delay(HOLD_MIN_MS + Math.random() * HOLD_SPREAD_MS);
    });
  } catch {
    return;
  }
}
