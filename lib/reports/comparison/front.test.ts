import { describe, expect, it } from "vitest";
import type { ProxyAt } from "@/lib/store/reads/read-proxies-at";
import { frontStateOf } from "./front";

const AT = Date.UTC(2026, 10, 22, 14, 3, 0);

function sample(given: Partial<ProxyAt> = {}): ProxyAt {
  return {
    proxyId: 1,
    sampledAt: new Date(AT - 4_000),
    source: "HAProxy CSV",
    failure: null,
    connections: 57,
    toldAt: new Date(AT - 4_000),
    pingsSent: null,
    pingsFailed: null,
    pingMinMs: null,
    pingMedianMs: null,
    pingMaxMs: null,
    answeredBy: null,
    ...given,
  };
}

const TOLD = new Date(AT - 60_000);

describe("the front of a proxy", () => {
  it.each<[string, string | null, ProxyAt | undefined, object]>([
    ["told", "HAProxy CSV", sample(), { state: "known", connections: 57, ageMs: 4_000 }],
    [
      "failed: why, and when it last told",
      "HAProxy CSV",
      sample({ failure: "answers HTML", toldAt: TOLD }),
      { state: "unknown", reason: "answers HTML", since: TOLD.toISOString() },
    ],
    [
      "told a sample ago: the newest holds PINGs alone",
      "HAProxy CSV",
      sample({ toldAt: new Date(AT - 14_000) }),
      { state: "known", connections: 57, ageMs: 14_000 },
    ],
    [
      "PINGs alone for a minute",
      "HAProxy CSV",
      sample({ toldAt: TOLD }),
      {
        state: "unknown",
        reason: "HAProxy CSV does not tell how many clients are connected",
        since: TOLD.toISOString(),
      },
    ],
    [
      "silent",
      "HAProxy CSV",
      sample({ sampledAt: TOLD, toldAt: TOLD }),
      {
        state: "unknown",
        reason: "HAProxy CSV: not read since 14:02:00 UTC",
        since: TOLD.toISOString(),
      },
    ],
    [
      "never read",
      "HAProxy CSV",
      undefined,
      { state: "unknown", reason: "HAProxy CSV: not read within six hours", since: null },
    ],
    [
      "a format that does not count clients",
      "Prometheus",
      sample({ source: "Prometheus", connections: null, toldAt: null }),
      {
        state: "unknown",
        reason: "Prometheus does not tell how many clients are connected",
        since: null,
      },
    ],
    ["PINGs alone", null, sample({ source: null, connections: null, toldAt: null }), { state: "none" }],
    ["nothing", null, undefined, { state: "none", reason: "no statistics are configured" }],
  ])("%s", (_, statistics, at, state) => {
    expect(frontStateOf(statistics, at, AT)).toMatchObject(state);
  });
});
