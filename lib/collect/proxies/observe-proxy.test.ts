import { expect, test } from "vitest";
import type { ProxyStep } from "@/lib/domain/proxies/model";
import { observeRestart } from "./observe-proxy";

const AT_MS = Date.UTC(2026, 10, 22, 12);
const seen = { proxy: "proxy-1", source: "Envoy admin", atMs: AT_MS, precisionMs: 5000 };

function restarted(uptimeSec: number | null): ProxyStep {
  const counted = {
    connections: 3,
    opened: null,
    closed: null,
    requests: null,
    bytesIn: null,
    bytesOut: null,
  };
  return { atMs: AT_MS, spanMs: null, restarted: true, ...counted, backConnections: null, uptimeSec };
}

test.each([
  [
    "by its uptime, to a second",
    3,
    AT_MS - 3000,
    1000,
    "proxy-1 restarted: it has been up for 3 s (Envoy admin)",
  ],
  ["by its counters alone", null, AT_MS, 5000, "proxy-1 restarted: its counters began anew (Envoy admin)"],
  [
    "counters reset under a long uptime",
    900,
    AT_MS,
    5000,
    "proxy-1 restarted: its counters began anew (Envoy admin)",
  ],
])("a restart is dated %s", (_, uptimeSec, atMs, precisionMs, sentence) => {
  expect(observeRestart(restarted(uptimeSec), seen)).toEqual({
    at: new Date(atMs),
    subject: "proxy-1",
    kind: "proxy",
    before: null,
    after: "restarted",
    sentence,
    source: "Envoy admin",
    precisionMs,
  });
});
