import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { SkewBy, SkewSubject } from "@/lib/domain/skew/model";
import type { WriteJob } from "@/lib/store/queue/jobs";
import { createRecorder, type Recorder } from "../recorder";
import { type ClusterSkew, judgeCluster } from "./cluster-skew";
import type { SkewEvent } from "./skew-events";
import type { SkewPast } from "./skew-past";

const START_MS = Date.UTC(2026, 10, 22, 12);
const NOTHING: SkewPast = { events: [], open: [] };
let recorder: Recorder;
let jobs: WriteJob[] = [];
let skew: ClusterSkew | null = null;

beforeEach(() => {
  vi.useFakeTimers({ now: START_MS });
  jobs = [];
  recorder = createRecorder((job) => jobs.push(job));
});
afterEach(async () => {
  const stopped = skew?.stop();
  await vi.advanceTimersByTimeAsync(0);
  await stopped;
  recorder.stop();
  vi.useRealTimers();
});

function subjects(...names: string[]): SkewSubject[] {
  return names.map((name) => ({ name, weight: 1, kind: "tcp", members: [name] }));
}

function judge(given: { past?: () => Promise<SkewPast>; subjects: (by: SkewBy) => readonly SkewSubject[] }) {
  skew = judgeCluster({
    clusterKey: "orders",
    sweepIntervalMs: 10_000,
    assessIntervalMs: 5000,
    recorder,
    past: given.past ?? (async () => NOTHING),
    subjects: given.subjects,
    onError: (error) => {
      throw error;
    },
  });
  return skew;
}

/** A sweep of one node with that many connections per proxy. */
function sweepAt(atMs: number, counts: Readonly<Record<string, number>>): SkewEvent {
  const cells = Object.entries(counts).map(([proxy, connections]) => ({
    proxy,
    group: "app",
    connections,
    opened: 0,
    closed: 0,
    commands: null,
  }));
  const sweep = { node: "10.0.0.1:6379", runId: "run", atMs, previousAtMs: atMs - 10_000 };
  return { kind: "sweep", sweep: { ...sweep, isGap: false, unattributed: 0, cells } };
}

function assessments() {
  return jobs.flatMap((job) => (job.kind === "skew-now" ? job.assessments : []));
}

const even = { a: 100, b: 100 };
const tilted = { a: 300, b: 100 };

describe("judging a cluster", () => {
  test("who has no peers is not assessed; the newest assessment of each kind is told", async () => {
    const fed = judge({ subjects: (by) => (by === "proxy" ? subjects("a", "b") : []) });
    for (let sweep = 1; sweep <= 12; sweep++) {
      await vi.advanceTimersByTimeAsync(10_000);
      fed.feed(sweepAt(Date.now(), even));
    }
    expect(new Set(assessments().map(({ assessment }) => assessment.by))).toEqual(new Set(["proxy"]));
    const last = assessments().at(-1);
    expect(last).toMatchObject({ clusterKey: "orders", assessment: { skew: 1 } });
    expect(last?.assessment.subjects.map(({ connections }) => connections)).toEqual([100, 100]);
    expect(assessments().length).toBeGreaterThanOrEqual(20);
  });

  test("what was stored before our restart counts, for those found a moment later, too", async () => {
    const events = Array.from({ length: 60 }, (_, index) =>
      sweepAt(START_MS - 600_000 + index * 10_000, tilted),
    );
    let found: SkewSubject[] = [];
    const fed = judge({
      past: async () => ({ events, open: [] }),
      subjects: (by) => (by === "proxy" ? found : []),
    });
    await vi.advanceTimersByTimeAsync(12_000);
    expect(assessments()).toEqual([]);
    fed.feed(sweepAt(Date.now(), tilted));
    found = subjects("a", "b");
    await vi.advanceTimersByTimeAsync(6000);
    const [first] = assessments();
    expect(first?.assessment.subjects.map(({ connections }) => connections)).toEqual([300, 100]);
    expect(first?.assessment.skew).toBeGreaterThan(1.2);
  });

  test("a database that does not answer holds nothing up for long", async () => {
    judge({ past: () => new Promise(() => undefined), subjects: () => subjects("a", "b") });
    await vi.advanceTimersByTimeAsync(9000);
    expect(assessments()).toEqual([]);
    await vi.advanceTimersByTimeAsync(8000);
    expect(new Set(assessments().map(({ assessment }) => assessment.by))).toEqual(
      new Set(["proxy", "node", "zone"]),
    );
  });

  test("one that cannot be read begins without a past", async () => {
    judge({ past: () => Promise.reject(new Error("away")), subjects: () => subjects("a", "b") });
    await vi.advanceTimersByTimeAsync(7000);
    expect(assessments()).not.toEqual([]);
  });

  test("a verdict that held and is said no more is told to have ended", async () => {
    const verdict = {
      kind: "lifo-drift",
      by: "proxy",
      subject: "a",
      group: null,
      sinceMs: START_MS - 900_000,
      confidence: 0.9,
      trend: "growing",
      evidence: [],
      condition: null,
    } as const;
    const open = [
      { verdict, saidAtMs: START_MS - 800_000, lastAtMs: START_MS - 300_000, endedAtMs: null },
      { verdict: { ...verdict, by: "zone" }, saidAtMs: START_MS, lastAtMs: START_MS, endedAtMs: null },
    ] as const;
    judge({
      past: async () => ({ events: [], open }),
      subjects: (by) => (by === "proxy" ? subjects("a", "b") : []),
    });
    await vi.advanceTimersByTimeAsync(6000);
    const episodes = jobs.flatMap((job) => (job.kind === "verdicts" ? job.episodes : []));
    expect(episodes).toEqual([
      {
        by: "proxy",
        saidAt: new Date(START_MS - 800_000),
        lastAt: new Date(START_MS - 300_000),
        endedAt: new Date(START_MS - 300_000),
        verdict,
      },
    ]);
  });
});
