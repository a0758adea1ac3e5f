import { connect, createServer, type Server } from "node:net";
import { endWithLab, readConfig } from "@/lab/clients/child";
import { forward } from "@/lab/relay/forward";
import { type RelayConfig, type RelayReport, relayConfig, relayOrder } from "@/lab/relay/messages";

/** Stands between the proxies and Redis: gives each its own address, and makes one slow when it is told to. */
const HOST = "127.0.0.1";
const delays = new Map<string, number>();

endWithLab();
const { routes } = relayConfig.parse(readConfig());

process.on("message", (message) => {
  const parsed = relayOrder.safeParse(message);
  if (!parsed.success) return;
  delays.set(parsed.data.route, parsed.data.delayMs);
  report({ type: "delayed", ...parsed.data });
});

report({ type: "ready", ports: await Promise.all(routes.map(serve)) });

function serve({ name, source, targetPort }: RelayConfig["routes"][number]): Promise<number> {
  const delayMs = () => delays.get(name) ?? 0;
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (client) => {
    const redis = connect({
      host: HOST,
      port: targetPort,
      localAddress: source,
      allowHalfOpen: true,
      noDelay: true,
    });
    forward(client, redis, delayMs);
    forward(redis, client, () => 0);
  });
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen({ port: 0, host: HOST, backlog: 1_024 }, () => resolve(portOf(server)));
  });
}

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === "object" && address !== null ? address.port : 0;
}

function report(message: RelayReport): void {
  process.send?.(message);
}
