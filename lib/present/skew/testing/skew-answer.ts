import type { SkewAnswer, SkewRow, SkewVerdictAnswer } from "@/lib/contract/skew";

export const START_MS = Date.UTC(2026, 10, 22, 13, 0, 0);
export const STEP_MS = 60_000;

export const instant = (atMs: number) => new Date(atMs).toISOString();

/** A calm row; `change` says what a test is about. */
export function skewRow(name: string, change: Partial<SkewRow> = {}): SkewRow {
  return {
    name,
    kind: "tcp",
    zone: null,
    inRotation: true,
    fairShare: 0.25,
    connections: 100,
    share: 0.25,
    shareLow: 0.24,
    shareHigh: 0.26,
    shareChange: 0,
    openedPerSec: 5,
    closedPerSec: 5,
    backOpenedPerSec: 5,
    backClosedPerSec: 5,
    closeHazard: 0.05,
    latencyMs: 2,
    latency: { minMs: 1.5, medianMs: 2, maxMs: 4, sent: 3600, failed: 0, answeredBy: "redis" },
    commandsPerSec: 100,
    bytesPerSec: null,
    front: { state: "known", connections: 100, ageMs: 4000 },
    back: { state: "known", connections: 100, ageMs: 5000 },
    source: "HAProxy CSV",
    ...change,
  };
}

export function verdict(change: Partial<SkewVerdictAnswer> = {}): SkewVerdictAnswer {
  return {
    kind: "lifo-drift",
    by: "proxy",
    subject: "proxy-3",
    group: null,
    since: instant(START_MS + 2 * STEP_MS),
    until: null,
    confidence: 0.994,
    trend: "growing",
    sentence: "Connections through proxy-3 are closed 4.3× less often.",
    evidence: [],
    condition: null,
    remedy: null,
    ...change,
  };
}

/** An answer of one-minute buckets from 13:00 UTC with the given shares; connections are a thousand times the share. */
export function skewAnswer(
  shares: Record<string, (number | null)[]>,
  change: Partial<SkewAnswer> = {},
): SkewAnswer {
  const names = Object.keys(shares);
  const length = Math.max(0, ...Object.values(shares).map((values) => values.length));
  const toMs = START_MS + length * STEP_MS;
  const fairShare = names.length === 0 ? null : 1 / names.length;
  return {
    now: instant(toMs),
    window: { from: instant(START_MS), to: instant(toMs) },
    by: "proxy",
    available: ["proxy"],
    fairShare,
    skew: 1,
    assessedAt: instant(toMs),
    proxies: names.map((name) =>
      skewRow(name, {
        fairShare: fairShare ?? 0,
        share: shares[name]?.at(-1) ?? null,
        shareChange: (shares[name]?.at(-1) ?? 0) - (shares[name]?.[0] ?? 0),
      }),
    ),
    verdicts: [],
    series: {
      stepMs: STEP_MS,
      resolution: "sweep",
      at: Array.from({ length }, (_, index) => instant(START_MS + index * STEP_MS)),
      subjects: names.map((name) => {
        const share = shares[name] ?? [];
        return {
          name,
          share,
          connections: share.map((value) => (value === null ? null : value * 1000)),
          latencyMs: share.map(() => null),
        };
      }),
    },
    survival: null,
    observations: [],
    unattributed: { opened: 0, perSec: 0, ratio: 0 },
    ...change,
  };
}
