import { afterEach, expect, test } from "vitest";
import { DEFAULT_RETENTION } from "@/lib/store/retention";
import { createRecorder } from "../recorder";
import { type AwsEndpoint, type AwsFault, startAwsEndpoint } from "../testing/aws-endpoint";
import { madeUpRegion } from "../testing/aws-endpoint/made-up-region";
import { captureJobs } from "../testing/captured-jobs";
import { waitFor } from "../testing/wait-for";
import { QUICK_WATCH } from "../testing/watched-cluster";
import { type ElastiCacheFollower, followElastiCache } from "./follow-elasticache";

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

/** Metrics of one cluster, asked for at a server that answers them badly: the first such call is under way. */
async function asking(fault: AwsFault): Promise<{ endpoint: AwsEndpoint; aws: ElastiCacheFollower }> {
  const endpoint = await startAwsEndpoint({
    world: { regions: { "eu-central-1": madeUpRegion(["prod-orders"]) } },
  });
  closers.push(() => endpoint.stop());
  endpoint.setFault({ operation: "GetMetricData" }, fault);
  const captured = captureJobs();
  const recorder = createRecorder((job) => captured.enqueue(job));
  closers.push(() => recorder.stop());
  const aws = followElastiCache({
    runId: "run-1",
    recorder,
    past: {
      facts: async () => new Map(),
      series: async () => ({ coverage: [], recent: [] }),
      usage: async () => ({ metrics: 0, calls: 0 }),
    },
    onClusters: () => undefined,
    onError: (error) => expect.unreachable(String(error)),
  });
  const keys = { accessKeyId: "AKIAEXAMPLE", secretAccessKey: "example", sessionToken: null };
  const access = {
    region: "eu-central-1",
    profile: null,
    roleArn: null,
    externalId: null,
    keys,
    endpoint: endpoint.url,
  };
  aws.setFleet({
    path: "evenkeel.yaml",
    clusters: [],
    elasticacheDiscovery: [{ ...access, match: "*", auth: null, tls: null, line: 1 }],
    cloudwatch: { monthlyBudgetUsd: 50, backfillMs: 0 },
    defaults: QUICK_WATCH,
    retention: DEFAULT_RETENTION,
  });
  await waitFor("a call for metrics", () => (endpoint.counts().calls.GetMetricData ?? 0) > 0);
  return { endpoint, aws };
}

test("who stops does not wait for a call that hangs", async () => {
  const { endpoint, aws } = await asking("hang");
  const beganMs = performance.now();
  await aws.stop();
  expect(performance.now() - beganMs).toBeLessThan(10_000);
  expect(endpoint.counts().calls.GetMetricData).toBe(1);
});

test("a call that is under way when we stop is not cut and made again: each of them costs", async () => {
  const { endpoint, aws } = await asking("slow");
  await aws.stop();
  expect(endpoint.counts().calls.GetMetricData).toBe(1);
});
