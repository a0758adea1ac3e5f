import { expect, it } from "vitest";
import { metricsAnswer } from "@/lib/contract/metrics";
import { METRICS } from "@/lib/domain/cloudwatch/catalogue";
import type { Store } from "@/lib/store/client";
import { createPartitions } from "@/lib/store/partitions";
import { eachDatabase } from "@/lib/store/testing/each-database";
import { writeSampleCluster } from "@/lib/store/testing/sample-fleet";
import { writeElastiCacheNow } from "@/lib/store/writes/write-elasticache-now";
import { reportMetrics } from "./metrics";
import { answerOf } from "./testing/answer-of";
import { sampleAwsNode, sampleFacts, sampleTopology } from "./testing/aws";
import { NOW } from "./testing/live-node";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const OF_NODES = METRICS.filter(({ scope }) => scope === "node").slice(0, 25);

/** Nodes that AWS tells of, each with 25 series of 100 a minute for `hours`, and our own samples every `sampleSec`. */
async function writeLong(store: Store, size: { nodes: number; hours: number; sampleSec: number | null }) {
  const names = Array.from({ length: size.nodes }, (_, index) => `orders-${1000 + index}`);
  const aws = names.map((name) => sampleAwsNode(name));
  const addresses = aws.map(({ endpoint }) => `${endpoint?.host}:${endpoint?.port}`);
  const [first] = await writeSampleCluster(store, { key: "orders" }, addresses);
  if (first === undefined) throw new Error("nodes were written");
  const { clusterId } = first;
  await store.prisma.node.updateMany({ data: { firstSeenAt: new Date(0) } });
  await writeElastiCacheNow(store, clusterId, sampleFacts(sampleTopology(aws)));
  const from = new Date(NOW - size.hours * HOUR);
  const now = new Date(NOW);
  const days = Array.from({ length: Math.ceil(size.hours / 24) + 2 }, (_, day) => new Date(NOW - day * DAY));
  await createPartitions(store, ["metric_hour", "node_sample"], days);
  const keys = JSON.stringify(OF_NODES.map(({ metric, statistic }) => ({ metric, statistic })));
  await store.prisma.$executeRaw`
    INSERT INTO metric_series (cluster_id, subject, metric, statistic, fetched_from, fetched_to)
    SELECT ${clusterId}::int, subject, asked.metric, asked.statistic, ${from}::timestamptz, ${now}::timestamptz
    FROM unnest(${names}::text[]) AS subject,
      jsonb_to_recordset(${keys}::jsonb) AS asked (metric text, statistic text)`;
  await store.prisma.$executeRaw`
    INSERT INTO metric_hour (series_id, at, points)
    SELECT id, at, array_fill(100::float8, ARRAY[60])
    FROM metric_series, generate_series(date_trunc('hour', ${from}::timestamptz), ${now}::timestamptz, '1 hour') AS at`;
  if (size.sampleSec === null) return;
  await store.prisma.$executeRaw`
    INSERT INTO node_sample (node_id, at, run_id, role, connected_clients, total_connections_received, ping_max_ms)
    SELECT id, at, 'run-1', 'primary', 40, 5 * extract(epoch FROM at)::bigint, 3
    FROM node, generate_series(${from}::timestamptz, ${now}::timestamptz, ${size.sampleSec}::int * interval '1 second') AS at`;
}

async function ask(store: Store, params: { last: string; name?: string }) {
  const answer = answerOf(
    await reportMetrics({ store, now: new Date(NOW) }, "orders", params),
    metricsAnswer,
  );
  return { answer, bytes: JSON.stringify(answer).length };
}

eachDatabase("a metrics answer", (database) => {
  it("of fifteen days is of whole hours and no larger than one of three hours", async () => {
    const store = database.store();
    await writeLong(store, { nodes: 3, hours: 15 * 24, sampleSec: 30 });
    const { answer, bytes } = await ask(store, { last: "15d" });
    expect(answer.subjects).toEqual({ shown: 3, of: 3 });
    expect(answer.series.filter(({ source }) => source === "cloudwatch")).toHaveLength(75);
    const [points, engine] = answer.grids;
    expect(points).toMatchObject({ source: "cloudwatch", stepMs: 2 * HOUR, resolutionMs: 60_000 });
    const line = answer.series.find(({ metric }) => metric === "CurrConnections");
    expect(new Set(line?.values.slice(1, -1))).toEqual(new Set([100]));
    expect(line?.max.slice(1, -1)).toEqual(line?.values.slice(1, -1));
    // Of our own samples one in five minutes is read: means and rates stay, the slowest PING is not known.
    expect(engine).toMatchObject({ source: "engine", stepMs: 2 * HOUR, resolutionMs: 300_000 });
    const ours = answer.series.filter(({ source }) => source === "engine");
    expect(new Set(ours.map(({ metric }) => metric))).toEqual(new Set(["connected_clients", "opened"]));
    expect(new Set(ours.find(({ metric }) => metric === "connected_clients")?.values.slice(1, -1))).toEqual(
      new Set([40]),
    );
    expect(ours.find(({ metric }) => metric === "opened")?.values.slice(2, -1)).toEqual(
      expect.arrayContaining([5]),
    );
    expect(bytes).toBeLessThan(1_000_000);
    const short = await ask(store, { last: "3h" });
    expect(short.answer.grids[1]).toMatchObject({ source: "engine", resolutionMs: 10_000 });
    expect(short.answer.series.map(({ metric }) => metric)).toContain("ping_max");
  });

  it("of hundreds of nodes tells of some with all they have, of all with one metric, and says so", async () => {
    const store = database.store();
    await writeLong(store, { nodes: 300, hours: 3, sampleSec: null });
    const { answer, bytes } = await ask(store, { last: "3h" });
    expect(answer.subjects.of).toBe(300);
    expect(answer.subjects.shown).toBeGreaterThan(5);
    expect(answer.subjects.shown).toBeLessThan(40);
    const named = answer.series.filter(({ metric }) => metric === "CurrConnections");
    expect(named).toHaveLength(answer.subjects.shown);
    expect(bytes).toBeLessThan(4_000_000);
    const one = await ask(store, { last: "3h", name: "CurrConnections" });
    expect(one.answer.subjects).toEqual({ shown: 300, of: 300 });
    expect(one.answer.series).toHaveLength(300);
    expect(one.bytes).toBeLessThan(4_000_000);
  });
});
