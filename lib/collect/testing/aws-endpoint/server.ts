import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { type Answer, answerOf, type Desk } from "./answer";
import { KeyRing } from "./key-ring";
import { CallLedger } from "./ledger";
import type { AwsEndpoint, AwsEndpointOptions } from "./model";
import type { RawRequest } from "./signature";

const SLOW_MS = 2000;
const MOST_BODY_BYTES = 4 * 1024 * 1024;

/** The stand-in, listening on 127.0.0.1. */
export async function startAwsEndpoint(options: AwsEndpointOptions): Promise<AwsEndpoint> {
  const ledger = new CallLedger();
  const desk: Desk = { keys: new KeyRing(options.world), ledger, pageSize: options.pageSize ?? null };
  const timers = new Set<NodeJS.Timeout>();
  let aheadMs = 0;
  const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
    serve(request, response).catch(() => response.destroy());
  });

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await readBody(request);
    const raw: RawRequest = {
      method: request.method ?? "",
      url: request.url ?? "/",
      headers: request.headers,
      body,
    };
    const nowMs = Date.now() + aheadMs;
    const answer = await answerOf(raw, desk, nowMs);
    response.sendDate = false;
    response.setHeader("date", new Date(nowMs).toUTCString());
    if (answer.fault === "slow") await pause(SLOW_MS, timers);
    send(answer, response);
  }

  const port = await listen(server, options.port ?? 0);
  return {
    url: `http://127.0.0.1:${port}`,
    counts: (region) => ledger.counts(region ?? null),
    resetCounts: () => ledger.resetCounts(),
    setFault: (match, fault) => ledger.setFault(match, fault),
    clearFaults: () => ledger.clearFaults(),
    setClockAheadMs: (ms) => {
      aheadMs = ms;
    },
    stop: () =>
      new Promise((resolve) => {
        for (const timer of timers) clearTimeout(timer);
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function send({ reply, fault }: Answer, response: ServerResponse): void {
  if (fault === "hang") return;
  const bytes = Buffer.from(reply.body);
  response.writeHead(reply.status, { ...reply.headers, "content-length": bytes.length });
  if (fault !== "truncated") response.end(bytes);
  else response.write(bytes.subarray(0, bytes.length / 2), () => response.destroy());
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    if (!Buffer.isBuffer(chunk)) continue;
    bytes += chunk.length;
    if (bytes > MOST_BODY_BYTES) throw new Error("request too large");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function pause(ms: number, timers: Set<NodeJS.Timeout>): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => {
      timers.delete(timer);
      resolve();
    }, ms);
    timers.add(timer);
  });
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => {
      const address = server.address();
      resolve(typeof address === "object" && address !== null ? address.port : 0);
    });
  });
}
