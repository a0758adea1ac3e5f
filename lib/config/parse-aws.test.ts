import { describe, expect, it } from "vitest";
import { fleetOf, ORDERS } from "./testing/parse-text";

const NO_ACCESS = { profile: null, roleArn: null, externalId: null, endpoint: null, keys: null };

function cacheOf(parts: string) {
  return fleetOf(`clusters:\n  - { id: orders, ${parts} }\n`).clusters[0];
}

describe("a cluster at ElastiCache", () => {
  it("needs a region and an id, and no node", () => {
    const cluster = cacheOf("elasticache: { region: eu-central-1, replicationGroup: prod-orders }");
    expect(cluster).toMatchObject({ seeds: [], auth: null, tls: null });
    expect(cluster?.elasticache).toEqual({
      ...NO_ACCESS,
      region: "eu-central-1",
      kind: "replication-group",
      id: "prod-orders",
      tlsFromAws: true,
    });
  });

  it.each([
    ["cacheCluster: single-1", { kind: "cache-cluster", id: "single-1" }],
    ["serverlessCache: Prod-Feed", { kind: "serverless-cache", id: "prod-feed" }],
  ])("may be %s", (named, expected) => {
    expect(cacheOf(`elasticache: { region: us-gov-west-1, ${named} }`)?.elasticache).toMatchObject(expected);
  });

  it("says how to reach AWS", () => {
    const access = `region: eusc-de-east-1, replicationGroup: a, roleArn: "arn:aws:iam::123456789012:role/ops/evenkeel",
      externalId: watch-7, endpoint: "http://127.0.0.1:4566", keys: { accessKeyId: \${AWS_ID}, secretAccessKey: "file:/run/secrets/aws" }`;
    expect(cacheOf(`elasticache: { ${access} }`)?.elasticache).toMatchObject({
      region: "eusc-de-east-1",
      roleArn: "arn:aws:iam::123456789012:role/ops/evenkeel",
      externalId: "watch-7",
      endpoint: "http://127.0.0.1:4566",
      keys: { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "s3cret-key", sessionToken: null },
    });
    const profile = cacheOf("elasticache: { region: eu-west-1, replicationGroup: a, profile: ops }");
    expect(profile?.elasticache?.profile).toBe("ops");
  });

  it("holds to what the file says of TLS, and otherwise to what AWS says", () => {
    const cache = "elasticache: { region: eu-west-1, replicationGroup: a }";
    expect(cacheOf(cache)).toMatchObject({ tls: null, elasticache: { tlsFromAws: true } });
    expect(cacheOf(`${cache}, tls: false`)).toMatchObject({ tls: null, elasticache: { tlsFromAws: false } });
    expect(cacheOf(`${cache}, tls: true`)).toMatchObject({
      tls: { ca: null },
      elasticache: { tlsFromAws: false },
    });
  });

  it("may have nodes and tokens by IAM", () => {
    const cluster = cacheOf(
      "nodes: [a:6379], elasticache: { region: eu-west-1, replicationGroup: a }, auth: { iam: { user: Evenkeel } }",
    );
    expect(cluster).toMatchObject({ seeds: [{ host: "a", port: 6379 }], auth: { iamUser: "evenkeel" } });
  });

  it("is not the same as one of another region, account or kind", () => {
    const entries = [
      "region: eu-west-1, replicationGroup: a",
      "region: eu-west-2, replicationGroup: a",
      "region: eu-west-1, replicationGroup: a, profile: other",
      "region: eu-west-1, serverlessCache: a",
    ];
    const text = entries.map((entry, index) => `  - { id: c${index}, elasticache: { ${entry} } }\n`);
    expect(fleetOf(`clusters:\n${text.join("")}`).clusters).toHaveLength(4);
  });
});

describe("whole accounts", () => {
  it("are discovered by region and pattern, with or without clusters beside them", () => {
    const discover = `discover:
  elasticache:
    - { region: eu-central-1, match: "prod-*" }
    - region: eu-west-1
      match: "*"
      profile: ops
      auth: { iam: { user: evenkeel } }
      tls: { ca: ca.pem }
`;
    const fleet = fleetOf(discover);
    expect(fleet.clusters).toEqual([]);
    expect(fleet.elasticacheDiscovery).toMatchObject([
      { ...NO_ACCESS, region: "eu-central-1", match: "prod-*", auth: null, tls: null, line: 3 },
      { region: "eu-west-1", match: "*", profile: "ops", auth: { iamUser: "evenkeel" }, line: 4 },
    ]);
    expect(fleet.elasticacheDiscovery[1]?.tls?.ca).toContain("BEGIN CERTIFICATE");
    expect(fleetOf(`${discover}clusters: []\n`).clusters).toEqual([]);
    expect(fleetOf(`${discover}${ORDERS}`).clusters).toHaveLength(1);
  });
});

describe("what metrics cost", () => {
  it.each([
    ["", 50, 10_800_000],
    ["cloudwatch: { monthlyBudgetUsd: 0 }", 0, 10_800_000],
    ["cloudwatch: { monthlyBudgetUsd: 12.5, backfill: 15d }", 12.5, 1_296_000_000],
    ["cloudwatch: { backfill: 0 }", 50, 0],
    ["cloudwatch: { backfill: 0h }", 50, 0],
  ])("%s", (text, monthlyBudgetUsd, backfillMs) => {
    expect(fleetOf(`${text}\n${ORDERS}`).cloudwatch).toEqual({ monthlyBudgetUsd, backfillMs });
  });
});
