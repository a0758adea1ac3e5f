import { expect, test } from "vitest";
import type { ConnectionCell } from "../connections/model";
import type { SkewSubject } from "./model";
import { createSkewWatch } from "./skew-watch";
import { START_MS } from "./testing/hand-made-feed";

const cell = (proxy: string, connections: number, churn: number): ConnectionCell => ({
  proxy,
  group: "app",
  connections,
  opened: churn,
  closed: churn,
  commands: null,
});

function subject(name: string, members: readonly string[] = [name], weight = 1): SkewSubject {
  return { name, weight, kind: "tcp", members };
}

test("replicas behind a reader endpoint are compared by node, over all that connects to them", () => {
  const watch = createSkewWatch({ by: "node", sweepIntervalMs: 10_000 });
  watch.setSubjects([subject("a:6379"), subject("b:6379"), subject("c:6379")], START_MS);
  for (let sweep = 1; sweep <= 30; sweep++) {
    for (const [at, node] of ["a:6379", "b:6379", "c:6379"].entries()) {
      const atMs = START_MS + sweep * 10_000 + at * 1000;
      const cells = [{ ...cell("x", at === 0 ? 240 : 60, at === 0 ? 80 : 20), proxy: null }];
      const previousAtMs = sweep === 1 ? null : atMs - 10_000;
      watch.sweep({ node, runId: "r", atMs, previousAtMs, isGap: false, unattributed: 0, cells });
    }
  }
  const assessment = watch.assess(START_MS + 310_000);
  expect(assessment.verdicts[0]).toMatchObject({ kind: "uneven-arrivals", by: "node", subject: "a:6379" });
  expect(assessment.skew).toBeGreaterThan(1.5);
});

test("a node whose process is another one restarted, and is named among the nodes", () => {
  const watch = createSkewWatch({ by: "node", sweepIntervalMs: 10_000 });
  watch.setSubjects([subject("a:6379"), subject("b:6379"), subject("c:6379")], START_MS);
  for (let sweep = 1; sweep <= 30; sweep++) {
    for (const [at, node] of ["a:6379", "b:6379", "c:6379"].entries()) {
      const isNew = at === 1 && sweep >= 15;
      const atMs = START_MS + sweep * 10_000 + at * 1000;
      const cells = [{ ...cell("x", isNew ? 20 + sweep : 100, 10), proxy: null }];
      const previousAtMs = sweep === 1 || (isNew && sweep === 15) ? null : atMs - 10_000;
      watch.sweep({
        node,
        runId: isNew ? "r2" : "r1",
        atMs,
        previousAtMs,
        isGap: false,
        unattributed: 0,
        cells,
      });
    }
  }
  expect(watch.assess(START_MS + 310_000).verdicts[0]).toMatchObject({
    kind: "proxy-restarted",
    subject: "b:6379",
  });
});

test("zones are the sums of their proxies", () => {
  const watch = createSkewWatch({ by: "zone", sweepIntervalMs: 10_000 });
  watch.setSubjects([subject("eu-1a", ["p1", "p2"], 2), subject("eu-1b", ["p3"], 1)], START_MS);
  for (let sweep = 1; sweep <= 12; sweep++) {
    const atMs = START_MS + sweep * 10_000;
    const cells = [cell("p1", 100, 5), cell("p2", 100, 5), cell("p3", 100, 5)];
    const previousAtMs = sweep === 1 ? null : atMs - 10_000;
    watch.sweep({ node: "n", runId: "r", atMs, previousAtMs, isGap: false, unattributed: 0, cells });
  }
  const assessment = watch.assess(START_MS + 125_000);
  expect(
    assessment.subjects.map(({ connections, fairShare }) => [connections, Math.round(fairShare * 100)]),
  ).toEqual([
    [200, 67],
    [100, 33],
  ]);
  expect(assessment.verdicts[0]?.kind).toBe("balanced");
});

test("connections of nodes that are swept at other moments add up, and a node that is gone for long drops out", () => {
  const watch = createSkewWatch({ by: "proxy", sweepIntervalMs: 10_000 });
  watch.setSubjects([subject("p1"), subject("p2")], START_MS);
  for (let sweep = 1; sweep <= 30; sweep++) {
    for (const [at, node] of ["a", "b"].entries()) {
      if (at === 1 && sweep > 12) continue;
      const atMs = START_MS + sweep * 10_000 + at * 4000;
      const previousAtMs = sweep === 1 ? null : atMs - 10_000;
      const cells = [cell("p1", 50, 2), cell("p2", 50, 2)];
      watch.sweep({ node, runId: "r", atMs, previousAtMs, isGap: false, unattributed: 0, cells });
    }
    if (sweep === 12) expect(watch.assess(START_MS + 126_000).subjects[0]?.connections).toBeCloseTo(100);
  }
  expect(watch.assess(START_MS + 310_000).subjects[0]?.connections).toBe(50);
});

test("two hundred proxies and five groups are judged in a moment, and memory stays bounded", () => {
  const watch = createSkewWatch({ by: "proxy", sweepIntervalMs: 10_000 });
  const names = Array.from({ length: 200 }, (_, at) => `p${at}`);
  watch.setSubjects(
    names.map((name) => subject(name)),
    START_MS,
  );
  const groups = ["a", "b", "c", "d", "e"];
  const cells = names.flatMap((name) => groups.map((group) => ({ ...cell(name, 10, 1), group })));
  for (let sweep = 1; sweep <= 30; sweep++) {
    const atMs = START_MS + sweep * 10_000;
    const previousAtMs = sweep === 1 ? null : atMs - 10_000;
    watch.sweep({ node: "n", runId: "r", atMs, previousAtMs, isGap: false, unattributed: 0, cells });
  }
  expect(watch.assess(START_MS + 305_000).verdicts[0]?.kind).toBe("balanced");
});
