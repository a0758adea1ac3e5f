import { randomBytes } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { endWithLab, jitter, readConfig, report } from "@/lab/clients/child";
import { connectClient } from "@/lab/clients/connection-pool";
import { batchAppConfig } from "@/lab/clients/messages";

endWithLab();
const config = batchAppConfig.parse(readConfig());
report({ type: "ready" });
for (;;) {
  void runJob();
  await delay(jitter(config.startEveryMs));
}

/** A job has a connection of its own for as long as it takes. */
async function runJob(): Promise<void> {
  const { minMs, maxMs } = config.life;
  const endMs = performance.now() + minMs + Math.random() * (maxMs - minMs);
  try {
    const client = await connectClient(
      config.port,
      `${config.application}-${randomBytes(4).toString("hex")}-1`,
    );
    while (performance.now() < endMs) {
      await client.get("order:1");
      await delay(jitter(config.requestEveryMs));
    }
    client.disconnect();
  } catch {
    return;
  }
}
