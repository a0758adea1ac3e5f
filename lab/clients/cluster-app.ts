import { randomBytes } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { Cluster } from "ioredis";
import { endWithLab, jitter, readConfig, report } from "@/lab/clients/child";
import { clusterAppConfig } from "@/lab/clients/messages";
import { concurrencyAt } from "@/lab/clients/rhythm";

const KEYS = 1_000;

endWithLab();
const config = clusterAppConfig.parse(readConfig());
const pods: Cluster[][] = [];

await addPod();
await Promise.all((pods[0] ?? []).map((client) => readOne(client)));
report({ type: "ready" });
void scale();
void keepBusy();

/** Pods come and go one at a time, as an autoscaler would have it. */
async function scale(): Promise<never> {
  const startedMs = performance.now();
  const { low, high, waveMs } = config.pods;
  const rhythm = { low, high, waveMs, burst: 0, burstMs: 0, burstEveryMs: waveMs };
  for (;;) {
    const wanted = concurrencyAt(rhythm, performance.now() - startedMs, 0.25);
    if (pods.length < wanted) await addPod();
    else if (pods.length > wanted) for (const client of pods.shift() ?? []) client.disconnect();
    await delay(jitter(waveMs / 40));
  }
}

async function addPod(): Promise<void> {
  const hash = randomBytes(3).toString("hex").slice(0, 5);
  const clients = Array.from({ length: config.clientsPerPod }, (_, index) =>
    connectClient(`${hash}-${index + 1}`),
  );
  pods.push(clients);
}

function connectClient(instance: string): Cluster {
  const client = new Cluster(
    config.ports.map((port) => ({ host: "127.0.0.1", port })),
    {
      scaleReads: "all",
      redisOptions: { connectionName: `${config.application}-${instance}` },
    },
  );
  client.on("error", () => undefined);
  return client;
}

async function keepBusy(): Promise<never> {
  for (;;) {
    for (const client of pods.flat()) void readOne(client);
    await delay(jitter(config.tickMs));
  }
}

async function readOne(client: Cluster): Promise<void> {
  try {
    await client.get(`item:${Math.floor(Math.random() * KEYS)}`);
  } catch {
    return;
  }
}
