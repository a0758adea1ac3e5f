import { setInterval as ticks } from "node:timers/promises";
import type { Pool } from "generic-pool";
import type { Redis } from "ioredis";
import { endWithLab, readConfig, report } from "@/lab/clients/child";
import { createConnectionPool } from "@/lab/clients/connection-pool";
import { burstAppConfig } from "@/lab/clients/messages";

const KEYS = 1_000;

endWithLab();
const config = burstAppConfig.parse(readConfig());
const pool = createConnectionPool(config, config.pod);
void keepBursting();
report({ type: "ready" });

/** All of a burst at once, then silence: connections return in the order in which their proxies answer. */
async function keepBursting(): Promise<void> {
  let round = 0;
  for await (const _ of ticks(config.everyMs)) {
    round += 1;
    const size = round % config.bigBurstEvery === 0 ? config.bigBurst : config.burst;
    for (let request = 0; request < size; request++) void requestOnce(pool);
  }
}

async function requestOnce(from: Pool<Redis>): Promise<void> {
  try {
    await from.use((client) => client.get(`order:${Math.floor(Math.random() * KEYS)}`));
  } catch {
    return;
  }
}
