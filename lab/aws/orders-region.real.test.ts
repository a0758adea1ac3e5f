import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CloudWatchClient, GetMetricDataCommand } from "@aws-sdk/client-cloudwatch";
import {
  DescribeCacheParametersCommand,
  DescribeEventsCommand,
  DescribeReplicationGroupsCommand,
  ElastiCacheClient,
} from "@aws-sdk/client-elasticache";
import { afterAll, beforeAll, expect, test } from "vitest";
import { askRedis } from "@/lab/ask-redis";
import { createMetricMinutes, MINUTE_MS } from "@/lab/aws/metric-minutes";
import { CONNECTIONS_PER_NODE, monitorNode } from "@/lab/aws/node-monitor";
import { type LabAws, startAws } from "@/lab/aws/start-aws";
import { aclLines, createAdmin } from "@/lab/elasticache-acl";
import { freePort } from "@/lab/ports";
import { createSupervisor } from "@/lab/processes";
import { type Replication, startReplication } from "@/lab/replication";
import { until } from "@/lab/until";

const dir = mkdtempSync(join(tmpdir(), "evenkeel-aws-test-"));
const supervisor = createSupervisor();
const admin = createAdmin();
let redis: Replication;
let aws: LabAws;
let elasticache: ElastiCacheClient;
let cloudwatch: CloudWatchClient;

beforeAll(async () => {
  const server = { config: aclLines(admin), user: admin };
  redis = await startReplication({ supervisor, name: "orders", replicas: 2, server });
  aws = await startAws({ dir, port: await freePort(), redis, admin });
  const access = { region: aws.region, endpoint: aws.endpoint.url, credentials: aws.keys };
  elasticache = new ElastiCacheClient(access);
  cloudwatch = new CloudWatchClient(access);
});
afterAll(async () => {
  elasticache?.destroy();
  cloudwatch?.destroy();
  await aws?.stop();
  await supervisor.stopAll();
  rmSync(dir, { recursive: true, force: true });
});

test("AWS's own client finds the group, with the real ports and the roles of the servers", async () => {
  const { ReplicationGroups } = await elasticache.send(new DescribeReplicationGroupsCommand({}));
  const [group] = ReplicationGroups ?? [];
  expect(group).toMatchObject({ ReplicationGroupId: "orders", ClusterEnabled: false });
  const members = group?.NodeGroups?.[0]?.NodeGroupMembers ?? [];
  const told = members.map((node) => [node.CacheClusterId, node.ReadEndpoint?.Port, node.CurrentRole]);
  expect(told).toEqual([
    ["orders-001", redis.primary.port, "primary"],
    ["orders-002", redis.replicas[0]?.port, "replica"],
    ["orders-003", redis.replicas[1]?.port, "replica"],
  ]);
});

test("parameters are those that the servers have now", async () => {
  const limit = async () => {
    const wanted = new DescribeCacheParametersCommand({ CacheParameterGroupName: "orders-redis7" });
    const { Parameters } = await elasticache.send(wanted);
    return Object.fromEntries(
      (Parameters ?? []).map(({ ParameterName = "", ParameterValue }) => [ParameterName, ParameterValue]),
    );
  };
  expect(await limit()).toMatchObject({ timeout: "0", "close-on-replica-write": "no" });
  await redis.primary.ask("CONFIG", "SET", "timeout", "1234");
  expect(await limit()).toMatchObject({ timeout: "1234" });
  process.kill(redis.primary.process.pid, "SIGSTOP");
  try {
    expect(await limit()).toMatchObject({ timeout: "1234" });
  } finally {
    process.kill(redis.primary.process.pid, "SIGCONT");
  }
});

test("events tell of the start, and of what is added, until it is taken back", async () => {
  const messages = async () => {
    const { Events } = await elasticache.send(new DescribeEventsCommand({ Duration: 60 }));
    return (Events ?? []).map(({ Message }) => Message);
  };
  expect(await messages()).toContain("Added cache node 0001 in availability zone eu-central-1b");
  const takeBack = aws.tellEvent("orders", "Test Failover API called for node group 0001");
  expect(await messages()).toContain("Test Failover API called for node group 0001");
  takeBack();
  expect(await messages()).not.toContain("Test Failover API called for node group 0001");
});

test("a metric that is late has no points yet, and costs all the same", async () => {
  const before = aws.endpoint.counts().metricsRequested;
  const wanted = new GetMetricDataCommand({
    StartTime: new Date(Date.now() - 10 * MINUTE_MS),
    EndTime: new Date(),
    MetricDataQueries: [
      {
        Id: "q0",
        MetricStat: {
          Metric: {
            Namespace: "AWS/ElastiCache",
            MetricName: "CurrConnections",
            Dimensions: [{ Name: "CacheClusterId", Value: "orders-001" }],
          },
          Period: 60,
          Stat: "Average",
        },
      },
    ],
  });
  const { MetricDataResults } = await cloudwatch.send(wanted);
  expect(MetricDataResults).toMatchObject([{ Id: "q0", Values: [] }]);
  expect(aws.endpoint.counts().metricsRequested - before).toBe(1);
});

test("values are what the servers did between two readings, its own connections counted, its own commands not new ones", async () => {
  const monitor = await monitorNode(redis.primary, admin);
  try {
    const contexts = new Map([["orders-001", { ...monitor, vcpus: 2 }]]);
    const minutes = createMetricMinutes(contexts, { minMs: 0, maxMs: 0 });
    const startMs = Date.UTC(2026, 0, 1);
    const take = async (atMs: number) => minutes.take(atMs, new Map([["orders-001", await monitor.read()]]));
    await until("the monitors' connections alone", async () => {
      const clients = /connected_clients:(\d+)/.exec(String(await redis.primary.ask("INFO", "clients")))?.[1];
      return Number(clients) === 2 * CONNECTIONS_PER_NODE + 1;
    });
    await take(startMs);
    for (let count = 0; count < 20; count++) await askRedis(redis.primary.port, "SET", "key", String(count));
    await expect(askRedis(redis.primary.port, "AUTH", "nobody", "wrong")).rejects.toThrow(/WRONGPASS/);
    await take(startMs + MINUTE_MS);
    const value = (metric: string, statistic: string) =>
      minutes.points(
        {
          metric,
          statistic,
          dimensions: { CacheClusterId: "orders-001", CacheNodeId: "0001" },
          fromMs: startMs,
          toMs: startMs + MINUTE_MS,
        },
        Date.now(),
      )[0]?.value;
    expect(value("NewConnections", "Sum")).toBe(21);
    expect(value("CurrConnections", "Average")).toBeGreaterThanOrEqual(2 * CONNECTIONS_PER_NODE);
    expect(value("AuthenticationFailures", "Sum")).toBe(1);
    expect(value("SuccessfulWriteRequestLatency", "SampleCount")).toBe(20);
    expect(value("SuccessfulWriteRequestLatency", "p99")).toBeGreaterThan(0);
    expect(value("EngineCPUUtilization", "Average")).toBeGreaterThan(0);
    expect(value("NetworkBytesIn", "Sum")).toBeGreaterThan(20 * 30);
    expect(value("SuccessfulReadRequestLatency", "p99")).toBeUndefined();
    expect(value("TrafficManagementActive", "Maximum")).toBeUndefined();
  } finally {
    monitor.close();
  }
});

test("a server that hangs is silent, and read again when it goes on", async () => {
  const [replica] = redis.replicas;
  if (replica === undefined) throw new Error("there is no replica");
  const monitor = await monitorNode(replica, admin);
  try {
    process.kill(replica.process.pid, "SIGSTOP");
    expect(await monitor.read()).toBeNull();
    process.kill(replica.process.pid, "SIGCONT");
    await until("it answers", async () => (await monitor.read()) !== null);
  } finally {
    process.kill(replica.process.pid, "SIGCONT");
    monitor.close();
  }
});

test("the keys are their owner's alone", () => {
  for (const path of Object.values(aws.keys.files)) expect(statSync(path).mode & 0o077).toBe(0);
});
