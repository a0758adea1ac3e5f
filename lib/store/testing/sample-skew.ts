import type { ProxyLatency, ProxyStep } from "@/lib/domain/proxies/model";
import type { SkewAssessment, SkewVerdict } from "@/lib/domain/skew/model";
import type { ProxySampleContent, VerdictEpisode } from "../rows";

/** Ten seconds of a proxy, for tests: give what the test is about, the rest is plausible. */
export function sampleStep(
  at: Date,
  given: { readonly step?: Partial<ProxyStep>; readonly latency?: Partial<ProxyLatency> } = {},
): ProxySampleContent {
  return {
    at,
    source: "HAProxy CSV",
    failure: null,
    step: {
      atMs: at.getTime(),
      spanMs: 10_000,
      restarted: false,
      connections: 12,
      opened: 3,
      closed: 2,
      requests: null,
      bytesIn: 2000,
      bytesOut: 3000,
      backConnections: null,
      uptimeSec: 3600,
      ...given.step,
    },
    latency: {
      sent: 10,
      failed: 0,
      minMs: 0.25,
      medianMs: 0.5,
      maxMs: 2,
      answeredBy: "redis",
      ...given.latency,
    },
  };
}

export function sampleVerdict(given: Partial<SkewVerdict> = {}): SkewVerdict {
  return {
    kind: "lifo-drift",
    by: "proxy",
    subject: "proxy-1",
    group: "orders-api",
    sinceMs: Date.UTC(2026, 10, 22, 11, 58),
    confidence: 0.9,
    trend: "growing",
    evidence: [{ label: "share of proxy-1", value: 0.75, unit: "share" }],
    condition: null,
    ...given,
  };
}

export function sampleEpisode(given: Partial<VerdictEpisode> = {}): VerdictEpisode {
  const verdict = given.verdict ?? sampleVerdict();
  const noon = new Date(Date.UTC(2026, 10, 22, 12));
  return { by: verdict.by, saidAt: noon, lastAt: noon, endedAt: null, verdict, ...given };
}

export function sampleAssessment(given: Partial<SkewAssessment> = {}): SkewAssessment {
  return {
    by: "proxy",
    atMs: Date.UTC(2026, 10, 22, 12),
    skew: 2.5,
    subjects: [],
    verdicts: [sampleVerdict()],
    unattributed: { seen: 100, unseen: 2, ratio: 0.02 },
    ...given,
  };
}
