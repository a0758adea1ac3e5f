import { readFileSync } from "node:fs";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseHaproxyCsv } from "./parse-haproxy-csv";

const proxyAnswer = (name: string) => readFileSync(new URL(`./fixtures/${name}`, import.meta.url), "utf8");

const THREE = proxyAnswer("haproxy-three-proxies.csv");
const HTTP = proxyAnswer("haproxy-http.csv");
const RUNTIME = proxyAnswer("haproxy-runtime.txt");

/** The CSV with its columns in another order, and one that nobody knows. */
function shuffled(csv: string): string {
  return csv
    .split("\n")
    .map((line, index) => {
      if (line === "") return line;
      const fields = line.replace(/^# /, "").split(",").reverse();
      return `${index === 0 ? "# " : ""}${[index === 0 ? "new_in_4_0" : "x", ...fields].join(",")}`;
    })
    .join("\n");
}

describe("HAProxy's CSV", () => {
  it.each([
    [
      "one frontend",
      THREE,
      "proxy1",
      { connections: 2, openedTotal: 4, bytesInTotal: 4802, backConnections: 2 },
    ],
    ["another one", THREE, "proxy3", { connections: 4, openedTotal: 4, bytesInTotal: 0, backConnections: 4 }],
    ["a server of a balancer", THREE, "proxies/p2", { connections: 3, openedTotal: 4, bytesInTotal: 2401 }],
    ["all frontends but the page", HTTP, null, { connections: 6, openedTotal: 7, backConnections: 6 }],
    [
      "listeners are not counted twice",
      HTTP,
      "redis-a",
      { connections: 3, openedTotal: 4, bytesInTotal: 20, bytesOutTotal: 5 },
    ],
    ["one listener", HTTP, "redis-a/two", { connections: 1, openedTotal: 1 }],
    [
      "from the socket, with the uptime",
      RUNTIME,
      "redis-a",
      { connections: 3, openedTotal: 4, uptimeSec: 2 },
    ],
    [
      "in another order, with more columns",
      shuffled(HTTP),
      "redis-a",
      { connections: 3, openedTotal: 4, bytesInTotal: 20 },
    ],
  ])("%s", (_, text, frontend, expected) => {
    expect(parseHaproxyCsv(text, frontend)).toMatchObject({ state: "ok", reading: expected });
  });

  it("knows no requests in TCP mode, and no uptime by HTTP", () => {
    expect(parseHaproxyCsv(HTTP, null)).toMatchObject({
      reading: { requestsTotal: null, closedTotal: null, uptimeSec: null, ageMs: null },
    });
  });

  it("may hold quoted fields", () => {
    const text =
      '# pxname,last_chk,svname,scur,stot\n"a,b","said ""no"",\ntwice",FRONTEND,2,18446744073709551615\n';
    expect(parseHaproxyCsv(text, "a,b")).toMatchObject({ reading: { connections: 2, openedTotal: 2 ** 64 } });
  });

  it("of thousands of servers is read in a moment", () => {
    const servers = Array.from(
      { length: 10_000 },
      (_, index) => `red,s${index},0,0,4,5,,5${",".repeat(96)}\n`,
    );
    // The shortest of three: what a busy machine adds is not the parser's doing.
    const tookMs = [1, 2, 3].map(() => {
      const startedAt = performance.now();
      expect(parseHaproxyCsv(HTTP + servers.join(""), null)).toMatchObject({ reading: { connections: 6 } });
      return performance.now() - startedAt;
    });
    expect(Math.min(...tookMs)).toBeLessThan(500);
  });

  it.each([
    ["HTML", proxyAnswer("haproxy-page.html"), null, "answers HTML, not HAProxy CSV: append ;csv to the URL"],
    ["JSON of another", proxyAnswer("twemproxy-one-pool.json"), null, "answers JSON, not HAProxy CSV"],
    ["metrics", proxyAnswer("haproxy-prometheus.txt"), null, "answers Prometheus metrics, not HAProxy CSV"],
    ["nothing", "", null, "answers nothing, not HAProxy CSV"],
    ["words", "hello\n", null, "answers something else, not HAProxy CSV"],
    [
      "a refusal",
      "Permission denied\n",
      null,
      "refuses `show stat` on this socket: it needs `level user` or more",
    ],
    [
      "a cut line",
      THREE.slice(0, THREE.lastIndexOf("stats,BACKEND") + 40),
      null,
      "cut its CSV in the middle of a line",
    ],
    [
      "another CSV",
      "# pxname,svname,qcur\na,FRONTEND,1\n",
      null,
      "answers a CSV without the columns scur, stot: is it HAProxy's?",
    ],
    [
      "words for numbers",
      "# pxname,svname,scur,stot\na,FRONTEND,many,-1\n",
      null,
      "answers a CSV whose columns scur and stot hold no numbers",
    ],
    [
      "another proxy's",
      HTTP,
      "proxy1",
      'has no frontend "proxy1"; its frontends: redis-a, redis-b, redis-c, stats',
    ],
    [
      "HTTP only",
      "# pxname,svname,scur,stot,mode\nweb,FRONTEND,1,1,http\n",
      null,
      "has no frontend in mode tcp; its frontends: web (mode http)",
    ],
  ])("%s: says so", (_, text, frontend, reason) => {
    expect(parseHaproxyCsv(text, frontend)).toEqual({ state: "unreadable", reason });
  });

  it("is read whole, or not at all, wherever it is cut", () => {
    for (let end = 0; end < HTTP.length; end++) {
      const result = parseHaproxyCsv(HTTP.slice(0, end), "redis-b");
      const isWholeLine = HTTP[end - 1] === "\n";
      if (result.state === "ok") expect(isWholeLine).toBe(true);
    }
  });

  it("never throws", () => {
    fc.assert(
      fc.property(fc.string(), fc.option(fc.string()), (text, frontend) => {
        expect(parseHaproxyCsv(text, frontend).state).toBe("unreadable");
        expect(parseHaproxyCsv(`# pxname,svname,scur,stot\n${text}`, frontend).state).toMatch(
          /ok|unreadable/,
        );
      }),
    );
  });
});
