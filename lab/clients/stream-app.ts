import { setTimeout as delay } from "node:timers/promises";
import type { Redis } from "ioredis";
import { endWithLab, jitter, readConfig, report } from "@/lab/clients/child";
import { connectClient } from "@/lab/clients/connection-pool";
import { streamAppConfig } from "@/lab/clients/messages";

const KEYS = 50;
/** Real pipelines fetch something: their replies fill the server's buffer, which is how they are told there. */
const VALUE = "x".repeat(100);

endWithLab();
const config = streamAppConfig.parse(readConfig());
const names = Array.from(
  { length: config.connections },
  (_, index) => `${config.application}-0-${index + 1}`,
);
const clients = await Promise.all(names.map((name) => connectClient(config.port, name)));
for (let key = 0; key < KEYS; key++) await clients[0]?.set(`stream:${key}`, VALUE);
report({ type: "ready" });
for (const client of clients) void keepStreaming(client);

/** Much on few connections: they count as one each, whatever they carry. */
async function keepStreaming(client: Redis): Promise<never> {
  for (;;) {
    const pipeline = client.pipeline();
    for (let command = 0; command < config.batch; command++)
      pipeline.get(`stream:${Math.floor(Math.random() * KEYS)}`);
    await pipeline.exec().catch(() => null);
    await delay(jitter(config.everyMs));
  }
}
