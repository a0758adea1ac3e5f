import { createServer, type RequestListener } from "node:http";
import { afterEach, describe, expect, it } from "vitest";
import type { ProxyStatsConfig } from "@/lib/config/fleet";
import { proxyAnswer } from "../testing/proxy-answer";
import { startTcpServer, type TcpServer } from "../testing/tcp-server";
import { createStatisticsReader, describeStatistics } from "./proxy-statistics";

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

/** An HTTP server of the test's own; its URL. */
async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closers.push(
    () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(resolve);
      }),
  );
  const address = server.address();
  return `http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}`;
}

async function serveTcp(onData: Parameters<typeof startTcpServer>[0]): Promise<TcpServer> {
  const server = await startTcpServer(onData);
  closers.push(server.close);
  return server;
}

function read(stats: ProxyStatsConfig, timeoutMs = 1000, signal = new AbortController().signal) {
  return createStatisticsReader(stats).read({ timeoutMs, signal });
}

const csv = (url: string): ProxyStatsConfig => ({ format: "haproxy", url, frontend: null });

describe("statistics over HTTP", () => {
  it("of an Envoy are asked for with a filter", async () => {
    let asked = "";
    const url = await serve((request, response) => {
      asked = decodeURIComponent(request.url ?? "");
      response.end(proxyAnswer("envoy-stats.json"));
    });
    const answer = await read({ format: "envoy", url, prefix: "egress_redis" });
    expect(answer).toMatchObject({
      state: "ok",
      reading: { connections: 9, openedTotal: 13, uptimeSec: 77 },
    });
    expect(asked).toMatch(/^\/stats\?format=json&filter=\^redis/);
  });

  it("carry user and password of the URL, and nothing else of it", async () => {
    let authorization: string | undefined;
    const url = await serve((request, response) => {
      authorization = request.headers.authorization;
      response.end("no");
    });
    const answer = await read(csv(url.replace("//", "//me:s3cret%2Fpw@")));
    expect(authorization).toBe(`Basic ${Buffer.from("me:s3cret/pw").toString("base64")}`);
    expect(JSON.stringify(answer)).not.toContain("s3cret");
  });

  it("of a URL whose password is not encoded fail like any other", async () => {
    const answer = await read(csv("http://me:100%zz@127.0.0.1:9/"));
    expect(answer).toMatchObject({ state: "failed" });
    expect(JSON.stringify(answer)).not.toContain("100%");
  });

  it("are not fetched from where a redirect leads", async () => {
    let visits = 0;
    const elsewhere = await serve((_, response) => {
      visits++;
      response.end(proxyAnswer("haproxy-http.csv"));
    });
    const url = await serve((_, response) => response.writeHead(302, { location: elsewhere }).end());
    expect(await read(csv(url))).toMatchObject({
      failure: { code: "refused", sentence: "answers with a redirect (302): write the URL that it leads to" },
    });
    expect(visits).toBe(0);
  });

  it.each<[string, RequestListener, string, string]>([
    [
      "nothing there",
      (_, response) => response.writeHead(404).end(),
      "refused",
      "has nothing at this path (404)",
    ],
    [
      "an error",
      (_, response) => response.writeHead(503).end("<html>"),
      "refused",
      "answers with status 503",
    ],
    [
      "HTML",
      (_, response) => response.end("<!DOCTYPE html><html></html>"),
      "garbled",
      "answers HTML, not HAProxy CSV: append ;csv to the URL",
    ],
    [
      "an answer that is cut",
      (_, response) => {
        response.writeHead(200, { "content-length": "5000" });
        response.write(proxyAnswer("haproxy-http.csv").slice(0, 900), () => response.destroy());
      },
      "closed",
      "c",
    ],
    [
      "an answer that never ends",
      (_, response) => {
        response.write(proxyAnswer("haproxy-http.csv"));
      },
      "timeout",
      "does not answer within 300 ms",
    ],
    [
      "more than anybody's statistics",
      (_, response) => {
        response.end(Buffer.alloc(5 * 1024 * 1024, "x"));
      },
      "garbled",
      "answers more than 4 MB: is this its statistics?",
    ],
    [
      "random bytes",
      (_, response) => response.end(Buffer.from([0, 255, 128, 10, 200])),
      "garbled",
      "answers something else, not HAProxy CSV",
    ],
  ])("%s", async (_, listener, code, sentence) => {
    const answer = await read(csv(await serve(listener)), 300);
    expect(answer).toMatchObject({ state: "failed", failure: { code } });
    if (answer.state === "failed") expect(answer.failure.sentence).toContain(sentence);
  });

  it("drip by drip end with the time-out", async () => {
    const url = await serve((_, response) => {
      const drip = setInterval(() => response.write("# pxname,"), 20);
      response.on("close", () => clearInterval(drip));
    });
    const startedAt = performance.now();
    expect(await read(csv(url), 300)).toMatchObject({ failure: { code: "timeout" } });
    expect(performance.now() - startedAt).toBeLessThan(2000);
  });

  it("of what does not speak HTTP", async () => {
    const server = await serveTcp((socket) => socket.end("-ERR unknown command\r\n"));
    expect(await read(csv(`http://${server.address}/`))).toMatchObject({
      failure: { code: "garbled", sentence: "does not speak HTTP, or cut its answer" },
    });
  });

  it("end when the collector does", async () => {
    const stop = new AbortController();
    const url = await serve(() => stop.abort());
    expect(await read(csv(url), 30_000, stop.signal)).toMatchObject({ failure: { code: "closed" } });
    expect(await read(csv(url), 30_000, stop.signal)).toMatchObject({ failure: { code: "closed" } });
    const silent = await serveTcp(() => undefined);
    const address = { host: "127.0.0.1", port: silent.port };
    expect(await read({ format: "twemproxy", address, pool: null }, 30_000, stop.signal)).toMatchObject({
      failure: { code: "closed" },
    });
  });
});

it("every format has a name for people", () => {
  expect(describeStatistics(csv("http://h/"))).toBe("HAProxy CSV");
});
