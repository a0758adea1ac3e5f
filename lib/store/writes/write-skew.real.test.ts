import { expect, it } from "vitest";
import type { Store } from "../client";
import { readOpenVerdicts } from "../reads/read-open-verdicts";
import type { VerdictEpisode } from "../rows";
import { eachDatabase } from "../testing/each-database";
import { sampleAssessment, sampleEpisode, sampleStep, sampleVerdict } from "../testing/sample-skew";
import { internCluster } from "./intern-cluster";
import { internProxies } from "./intern-proxies";
import { writeProxySamples } from "./write-proxy-samples";
import { writeSkewNow } from "./write-skew-now";
import { writeVerdicts } from "./write-verdicts";

const NOON_MS = Date.UTC(2026, 10, 22, 12);
const at = (sec: number) => new Date(NOON_MS + sec * 1000);

eachDatabase("writeProxySamples", (database) => {
  it("stores what a proxy told once, and tells unknown from zero", async () => {
    const store = database.store();
    const clusterId = await internCluster(store, "orders");
    const ids = await internProxies(store, clusterId, ["proxy-1", "proxy-2"]);
    const first = { clusterId, proxyId: ids.get("proxy-1") ?? 0 };
    const second = { clusterId, proxyId: ids.get("proxy-2") ?? 0 };
    const told = sampleStep(at(0.123), {
      step: { opened: 2 ** 40, closed: 0, requests: 7.6, uptimeSec: 2 ** 33, restarted: true },
      latency: { medianMs: Number.NaN },
    });
    const failed = { at: at(0), source: "twemproxy JSON", step: null, failure: "refused\0", latency: null };
    const rows = [
      { ...first, ...told },
      { ...second, ...failed },
    ];
    await writeProxySamples(store, rows);
    await writeProxySamples(store, [
      { ...first, ...sampleStep(told.at) },
      { ...second, ...failed },
    ]);
    const stored = await store.prisma.proxySample.findMany({ orderBy: { proxyId: "asc" } });
    expect(stored).toMatchObject([
      {
        at: told.at,
        source: "HAProxy CSV",
        connections: 12,
        opened: 2n ** 40n,
        closed: 0n,
        spanMs: 10_000,
        restarted: true,
        requests: 8n,
        uptimeSec: 2n ** 33n,
        backConnections: null,
        pingSent: 10,
        pingMedianMs: null,
        pingMaxMs: 2,
        answeredBy: "redis",
        failure: null,
      },
      { source: "twemproxy JSON", restarted: null, connections: null, failure: "refused", pingSent: null },
    ]);
  });
});

eachDatabase("writeSkewNow", (database) => {
  it("keeps the newest word of each cluster and subject", async () => {
    const store = database.store();
    const orders = await internCluster(store, "orders");
    const catalog = await internCluster(store, "catalog");
    const row = (clusterId: number, given: Parameters<typeof sampleAssessment>[0]) => ({
      clusterId,
      assessment: sampleAssessment(given),
    });
    await writeSkewNow(store, [
      row(orders, { skew: 1.5, atMs: NOON_MS + 1 }),
      row(orders, { skew: 9, atMs: NOON_MS }),
      row(orders, { by: "node", skew: null }),
      row(catalog, { skew: 1 }),
    ]);
    await writeSkewNow(store, [row(catalog, { skew: 2, atMs: NOON_MS + 5000 }), row(orders, { skew: 7 })]);
    const rows = await store.prisma.skewNow.findMany({ orderBy: [{ clusterId: "asc" }, { by: "desc" }] });
    expect(rows).toMatchObject([
      { clusterId: orders, by: "proxy", skew: 1.5, at: new Date(NOON_MS + 1) },
      { clusterId: orders, by: "node", skew: null },
      { clusterId: catalog, skew: 2, detail: { verdicts: [sampleVerdict()], atMs: NOON_MS + 5000 } },
    ]);
  });
});

eachDatabase("writeVerdicts", (database) => {
  it("writes an episode again while it lasts, and closes it", async () => {
    const store = database.store();
    const clusterId = await internCluster(store, "orders");
    const said = sampleEpisode({ saidAt: at(0), lastAt: at(0) });
    const sinceMs = NOON_MS - 200_000;
    const later = { ...said, lastAt: at(60), verdict: sampleVerdict({ confidence: 0.95, sinceMs }) };
    await writeVerdicts(store, clusterId, [said]);
    await writeVerdicts(store, clusterId, [later]);
    await writeVerdicts(store, clusterId, [said]);
    expect(await readOpenVerdicts(store, "orders")).toEqual([later]);
    expect(await rowsOf(store)).toMatchObject([
      {
        kind: "lifo-drift",
        subject: "proxy-1",
        clientGroup: "orders-api",
        since: new Date(sinceMs),
        confidence: 0.95,
        endedAt: null,
      },
    ]);
    await writeVerdicts(store, clusterId, [{ ...later, endedAt: at(60) }]);
    expect(await readOpenVerdicts(store, "orders")).toEqual([]);
    expect(await rowsOf(store)).toMatchObject([{ saidAt: at(0), lastAt: at(60), endedAt: at(60) }]);
  });

  it("tells episodes apart by kind, subject and when they were first said", async () => {
    const store = database.store();
    const clusterId = await internCluster(store, "orders");
    const balanced = sampleVerdict({ kind: "balanced", subject: null, group: null, sinceMs: null });
    const episodes: VerdictEpisode[] = [
      sampleEpisode({ verdict: balanced, saidAt: at(0) }),
      sampleEpisode({ verdict: sampleVerdict({ subject: "proxy-1" }), saidAt: at(1) }),
      sampleEpisode({ verdict: sampleVerdict({ subject: "proxy-2\0" }), saidAt: at(1) }),
      sampleEpisode({ verdict: sampleVerdict({ kind: "leak" }), saidAt: at(2) }),
    ];
    await writeVerdicts(store, clusterId, episodes);
    await writeVerdicts(store, clusterId, episodes);
    const open = await readOpenVerdicts(store, "orders");
    expect(open.map(({ verdict }) => [verdict.kind, verdict.subject])).toEqual([
      ["balanced", null],
      ["lifo-drift", "proxy-1"],
      ["lifo-drift", "proxy-2"],
      ["leak", "proxy-1"],
    ]);
    expect(await readOpenVerdicts(store, "catalog")).toEqual([]);
  });
});

function rowsOf(store: Store) {
  return store.prisma.skewVerdict.findMany({ orderBy: { id: "asc" } });
}
