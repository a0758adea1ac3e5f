import { describe, expect, it } from "vitest";
import type { ClusterSourceRecord } from "@/lib/store/reads/read-cluster-sources";
import { sampleAwsNode, sampleTopology } from "../testing/aws";
import { awsCallsOf, whyNothingIsTold } from "./calls";

const NOW = new Date("2026-11-22T14:00:00.000Z");
const agoOf = (sec: number) => new Date(NOW.getTime() - sec * 1000);

function source(given: Partial<ClusterSourceRecord>): ClusterSourceRecord {
  return {
    clusterId: 1,
    source: "ElastiCache topology",
    lastSuccessAt: null,
    lastErrorAt: null,
    lastError: null,
    detail: {},
    ...given,
  };
}

describe("calls to AWS", () => {
  it("are those of ElastiCache and CloudWatch, whatever else is about the cluster", () => {
    const rows = [source({}), source({ source: "HAProxy CSV" }), source({ source: "CloudWatch metrics" })];
    expect(awsCallsOf(rows, NOW).map((call) => call.source)).toEqual([
      "ElastiCache topology",
      "CloudWatch metrics",
    ]);
  });

  it("a failing one has its error and remedy; one that works again has neither", () => {
    const failed = {
      lastErrorAt: agoOf(5),
      lastError: "DescribeEvents is throttled",
      detail: { remedy: "wait" },
    };
    expect(awsCallsOf([source({ lastSuccessAt: agoOf(60), ...failed })], NOW)).toMatchObject([
      { state: "failing", ageMs: 60_000, error: "DescribeEvents is throttled", remedy: "wait" },
    ]);
    expect(awsCallsOf([source({ lastSuccessAt: agoOf(1), ...failed })], NOW)).toMatchObject([
      { state: "ok", ageMs: 1_000, error: null, remedy: null, lastErrorAt: agoOf(5).toISOString() },
    ]);
  });

  it("a clock that is off is told even while calls are answered", () => {
    const note = "this machine's clock is 240 s ahead of AWS's";
    expect(awsCallsOf([source({ lastSuccessAt: agoOf(1), detail: { note } })], NOW)).toMatchObject([
      { state: "ok", remedy: note },
    ]);
  });
});

describe("why there is no node to ask", () => {
  const failed = awsCallsOf([source({ lastErrorAt: agoOf(1), lastError: "the region does not exist" })], NOW);
  const creating = sampleTopology([sampleAwsNode("orders-001", { endpoint: null })], {
    status: "creating",
    endpoints: { primary: null, reader: null, configuration: null },
  });

  it("the call that failed, as long as AWS has never told anything", () => {
    expect(whyNothingIsTold(failed, null)).toBe(
      "ElastiCache has not told its nodes: the region does not exist",
    );
    expect(whyNothingIsTold(failed, sampleTopology([sampleAwsNode("orders-001")]))).toBeNull();
  });

  it("that there is nothing to connect to yet", () => {
    expect(whyNothingIsTold([], creating)).toBe(
      "ElastiCache tells of no node that can be asked; its status is “creating”",
    );
  });

  it("nothing where nobody was asked, or an endpoint is known", () => {
    expect(whyNothingIsTold([], null)).toBeNull();
    expect(whyNothingIsTold(awsCallsOf([source({})], NOW), null)).toBeNull();
    const configuration = { host: "sessions.serverless.example", port: 6379 };
    const serverless = { ...creating, nodes: [], endpoints: { ...creating.endpoints, configuration } };
    expect(whyNothingIsTold([], serverless)).toBeNull();
  });
});
