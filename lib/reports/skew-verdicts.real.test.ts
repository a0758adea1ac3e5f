import { expect, it } from "vitest";
import type { CellProfile } from "@/lib/domain/connections/model";
import type { SkewAssessment, SkewVerdict } from "@/lib/domain/skew/model";
import { eachDatabase } from "@/lib/store/testing/each-database";
import { sampleProxy, writeSampleCluster, writeSampleSweeps } from "@/lib/store/testing/sample-fleet";
import { writeObservations } from "@/lib/store/writes/write-observations";
import { writeSkewNow } from "@/lib/store/writes/write-skew-now";
import { writeVerdicts } from "@/lib/store/writes/write-verdicts";
import { ask, cell, inIso, T, window, writeOrders } from "./testing/skew-orders";
import { watchNode } from "./testing/watched-node";

const SEC = 1000;
const MIN = 60 * SEC;

eachDatabase("what is said about skew", (database) => {
  it("a verdict that holds has its sentence and remedy, with the connections to close and who uses them", async () => {
    const store = database.store();
    const proxies = [sampleProxy("proxy-1"), sampleProxy("proxy-2")];
    const [node] = await writeOrders(store, proxies);
    if (node === undefined) throw new Error("a node was written");
    const libraries = { "orders-api": "Jedis 3.6.3" };
    await writeSampleCluster(store, { key: "orders", proxies, libraries }, []);
    const watched = watchNode(store, node);
    const clients = (extra: number) =>
      Array.from({ length: 40 + extra }, (_, index) => ({
        id: index + 1,
        addr: `127.0.1.11:${40_000 + index}`,
        ageSec: 3_600 - index,
        name: `orders-api-${index % 4}`,
      }));
    for (let round = 0; round < 6; round += 1) {
      await watched.sweep(T + round * 10 * SEC, clients(round), "run-1", round === 0);
    }
    const nowMs = T + MIN;
    const drift: SkewVerdict = {
      kind: "lifo-drift",
      by: "proxy",
      subject: "proxy-1",
      group: "orders-api",
      sinceMs: T,
      confidence: 0.95,
      trend: "growing",
      evidence: [
        { label: "share", value: 0.61, unit: "share" },
        { label: "fair share", value: 0.25, unit: "share" },
      ],
      condition: null,
    };
    const assessment: SkewAssessment = {
      by: "proxy",
      atMs: nowMs - 3 * SEC,
      skew: 2.1234567,
      subjects: [
        { name: "proxy-1", inRotation: true, fairShare: 0.5, connections: 45, share: 1, ratio: null },
        { name: "proxy-2", inRotation: true, fairShare: 0.5, connections: 0, share: 0, ratio: null },
      ],
      verdicts: [drift],
      unattributed: { seen: 5, unseen: 0, ratio: 0 },
    };
    await writeSkewNow(store, [{ clusterId: node.clusterId, assessment }]);
    await writeVerdicts(store, node.clusterId, [
      {
        by: "proxy",
        saidAt: new Date(T + 30 * SEC),
        lastAt: new Date(nowMs - 3 * SEC),
        endedAt: null,
        verdict: drift,
      },
    ]);
    await writeObservations(store, [
      {
        clusterId: node.clusterId,
        nodeId: null,
        at: new Date(T + 20 * SEC),
        subject: "proxy-1",
        kind: "proxy",
        before: null,
        after: "restarted",
        sentence: "proxy-1 restarted",
        source: "HAProxy CSV",
        precisionMs: 5_000,
      },
    ]);
    const answer = await ask(store, nowMs, { last: "2m" });
    expect(answer).toMatchObject({ skew: 2.123, assessedAt: inIso(nowMs - 3 * SEC) });
    expect(answer.proxies.map(({ name, inRotation }) => [name, inRotation])).toEqual([
      ["proxy-1", true],
      ["proxy-2", true],
    ]);
    expect(answer.verdicts).toMatchObject([
      { kind: "lifo-drift", subject: "proxy-1", since: inIso(T), until: null, confidence: 0.95 },
    ]);
    const [said] = answer.verdicts;
    expect(said?.sentence).toMatch(/proxy-1/);
    const copied = said?.remedy?.steps.map((step) => step.code ?? "").join("\n") ?? "";
    expect(copied).toMatch(/CLIENT KILL ID 1\b/);
    expect(copied).toMatch(/# on a:1/);
    expect(said?.remedy?.steps.map((step) => step.library)).toContain("Jedis 3.6.3");
    expect(answer.observations).toMatchObject([{ subject: "proxy-1", sentence: "proxy-1 restarted" }]);
    // An hour later the window of then still has its verdict, but ids may be other clients' by now.
    const later = await ask(store, nowMs + 60 * MIN, window(T - 2 * MIN, nowMs));
    expect(later.verdicts).toMatchObject([{ until: null }]);
    expect(JSON.stringify(later.verdicts)).not.toMatch(/CLIENT KILL ID/);
    // What a multiplexing proxy has open at Redis is not its clients': closing it would re-balance nobody.
    const multiplexing = [
      { ...sampleProxy("proxy-1"), kind: "multiplexing" as const },
      sampleProxy("proxy-2"),
    ];
    await writeSampleCluster(store, { key: "orders", proxies: multiplexing, libraries }, []);
    const shared = await ask(store, nowMs, { last: "2m" });
    expect(shared.verdicts).toMatchObject([{ subject: "proxy-1", until: null }]);
    expect(JSON.stringify(shared.verdicts)).not.toMatch(/CLIENT KILL ID/);
    // Long after, in the same window: it ended with the last word, and nobody is told to close anything.
    const past = await ask(store, nowMs + 60 * MIN, window(T - 2 * MIN, T + 40 * MIN));
    expect(past).toMatchObject({ assessedAt: null, verdicts: [{ until: inIso(nowMs - 3 * SEC) }] });
    expect(JSON.stringify(past.verdicts)).not.toMatch(/CLIENT KILL ID 1\b/);
  });

  it("curves of survival come from the sweeps' life tables", async () => {
    const store = database.store();
    const [node] = await writeOrders(store, [sampleProxy("proxy-1"), sampleProxy("proxy-2")]);
    if (node === undefined) throw new Error("a node was written");
    const profile = (closed: number): CellProfile => ({
      exposureSec: [0, 0, 0, 400, 0, 0, 0, 0, 0, 0, 0, 0],
      closedByAge: [0, 0, 0, closed, 0, 0, 0, 0, 0, 0, 0, 0],
      closedOnce: 0,
      idle: new Array(14).fill(0),
      idleAtClose: new Array(14).fill(0),
      waiting: 0,
      busiest: null,
      pipelining: null,
    });
    await writeSampleSweeps(store, node, {
      fromMs: T,
      toMs: T + 5 * MIN,
      everyMs: 10 * SEC,
      cells: () => [
        cell("proxy-1", 40, { profile: profile(4) }),
        cell("proxy-2", 40, { profile: profile(0) }),
      ],
    });
    const answer = await ask(store, T + 5 * MIN, { last: "4m" });
    const { survival } = answer;
    expect(survival).toMatchObject({ from: inIso(T + MIN - 10 * SEC), to: inIso(T + 5 * MIN - 10 * SEC) });
    const [one, two] = ["proxy-1", "proxy-2"].map((name) =>
      survival?.curves.find((curve) => curve.name === name),
    );
    expect(one).toMatchObject({ closed: 96, exposureSec: 9_600 });
    expect(two).toMatchObject({ closed: 0, exposureSec: 9_600 });
    expect(survival?.ages).toHaveLength(one?.open.length ?? -1);
    // Old windows, whose sweeps carry none, have no curves.
    expect((await ask(store, T + 60 * MIN, window(T - 60 * MIN, T))).survival).toBeNull();
  });
});
