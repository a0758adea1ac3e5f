import { expect, test } from "vitest";
import type { AwsFailureCode, AwsFound, AwsOutcome } from "../sources/aws-model";
import { askTopology } from "./ask-topology";
import type { WantedRegion } from "./wanted-regions";

const ACCESS = {
  ...{ region: "eu-central-1", profile: null, roleArn: null, externalId: null },
  ...{ keys: null, endpoint: null },
};

function told<T>(...found: T[]): AwsOutcome<AwsFound<T>> {
  return { state: "ok", value: { found, unknownIds: [] }, calls: 1, clockSkewMs: 0 };
}

function failed(call: string, code: AwsFailureCode): AwsOutcome<never> {
  const failure = { call, code, sentence: `${call}: no`, remedy: null, retryAfterMs: null };
  return { state: "failed", failure, calls: 1 };
}

const everything: WantedRegion = {
  ...{ key: "eu", access: ACCESS, declared: [] },
  patterns: [{ ...ACCESS, match: "*", auth: null, tls: null, line: 1 }],
};

test("a call that is refused for ever holds up none of the others", async () => {
  const answer = await askTopology(
    {
      describeGroups: async () => told({ ReplicationGroupId: "orders", Engine: "redis" }),
      describeCacheClusters: async () => told(),
      describeServerlessCaches: async () => failed("DescribeServerlessCaches", "refused"),
    },
    everything,
  );
  expect(answer).toMatchObject({
    isAnswered: true,
    failure: null,
    serverlessFailure: { call: "DescribeServerlessCaches" },
  });
  expect(answer.topologies.map(({ id }) => id)).toEqual(["orders"]);
});

test("a region that answers nothing is asked again ever more seldom", async () => {
  const answer = await askTopology(
    {
      describeGroups: async () => failed("DescribeReplicationGroups", "throttled"),
      describeCacheClusters: async () => failed("DescribeCacheClusters", "throttled"),
      describeServerlessCaches: async () => failed("DescribeServerlessCaches", "throttled"),
    },
    everything,
  );
  expect(answer).toMatchObject({ isAnswered: false, topologies: [] });
});

test("where only serverless caches are wanted, it is their call that counts", async () => {
  const neverAsked = async () => failed("DescribeCacheClusters", "server");
  const answer = await askTopology(
    {
      describeGroups: neverAsked,
      describeCacheClusters: neverAsked,
      describeServerlessCaches: async () => failed("DescribeServerlessCaches", "denied"),
    },
    { ...everything, patterns: [], declared: [{ clusterKey: "web", kind: "serverless-cache", id: "web" }] },
  );
  expect(answer).toMatchObject({ isAnswered: false, failure: { call: "DescribeServerlessCaches" } });
});
