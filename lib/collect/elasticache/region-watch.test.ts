import { afterEach, expect, test } from "vitest";
import { createRecorder } from "../recorder";
import type { AwsFound, AwsOutcome, AwsSource } from "../sources/aws-model";
import { captureJobs } from "../testing/captured-jobs";
import { waitFor } from "../testing/wait-for";
import { watchRegion } from "./region-watch";
import type { WantedRegion } from "./wanted-regions";

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

const ACCESS = {
  ...{ region: "eu-central-1", profile: null, roleArn: null, externalId: null },
  ...{ keys: null, endpoint: null },
};
const WANTED: WantedRegion = {
  ...{ key: "eu", access: ACCESS, patterns: [] },
  declared: [
    { clusterKey: "orders", kind: "replication-group", id: "orders" },
    { clusterKey: "web", kind: "serverless-cache", id: "web" },
  ],
};

function told<T>(...found: T[]): AwsOutcome<AwsFound<T>> {
  return { state: "ok", value: { found, unknownIds: [] }, calls: 1, clockSkewMs: 0 };
}

function failing(code: "denied" | "refused", sentence: string, remedy: string | null) {
  const failure = { call: "DescribeServerlessCaches", code, sentence, remedy, retryAfterMs: null };
  return async (): Promise<AwsOutcome<never>> => ({ state: "failed", failure, calls: 1 });
}

/** The words on each cluster's nodes after the first round. */
async function firstWords(describeServerlessCaches: AwsSource["describeServerlessCaches"]) {
  const captured = captureJobs();
  const recorder = createRecorder((job) => captured.enqueue(job));
  const notAsked = async () => Promise.reject(new Error("not asked"));
  const watch = watchRegion({
    source: {
      describeGroups: async () => told({ ReplicationGroupId: "orders", Engine: "redis" }),
      describeCacheClusters: async () => told(),
      describeServerlessCaches,
      ...{ describeEvents: notAsked, describeParameters: notAsked, getMetrics: notAsked },
      ...{ credentials: notAsked, close: () => undefined },
    },
    ...{ wanted: WANTED, remembered: new Map(), recorder },
    clusters: () => [],
    clusterKeys: () => ["orders", "web"],
    onTopology: () => undefined,
    onError: (error) => {
      throw error;
    },
  });
  closers.push(async () => {
    await watch.stop();
    recorder.stop();
  });
  const statuses = await waitFor("both clusters' status", () => {
    const sources = captured.jobs.flatMap((job) => (job.kind === "sources" ? job.sources : []));
    return sources.length >= 2 && sources;
  });
  const of = (key: string) => statuses.findLast(({ clusterKey }) => clusterKey === key);
  return { orders: of("orders"), web: of("web") };
}

test("serverless caches that are denied fail for those who are such; the others are told what is missing", async () => {
  const { orders, web } = await firstWords(
    failing("denied", "DescribeServerlessCaches in eu-central-1: not allowed", "Allow it"),
  );
  expect(orders).toMatchObject({
    lastError: null,
    lastErrorAt: null,
    lastSuccessAt: expect.any(Date),
    detail: {
      note: "serverless caches are not told: DescribeServerlessCaches in eu-central-1: not allowed. Allow it",
    },
  });
  expect(web).toMatchObject({
    lastError: "DescribeServerlessCaches in eu-central-1: not allowed",
    lastSuccessAt: null,
    detail: { code: "denied", remedy: "Allow it" },
  });
});

test("of a server that does not know the call it is said that it does not offer it", async () => {
  const { orders } = await firstWords(failing("refused", "the server does not know it", null));
  expect(orders).toMatchObject({
    lastError: null,
    detail: {
      note: "serverless caches are not told: the server does not know it. This endpoint does not offer them",
    },
  });
});
