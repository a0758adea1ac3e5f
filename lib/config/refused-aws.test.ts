import { describe, expect, it } from "vitest";
import { ORDERS, printProblems } from "./testing/parse-text";

const ACCESS = "region, profile, roleArn, externalId, endpoint, keys";
const GROUP = "region: eu-west-1, replicationGroup: a";
const ONE = "one of replicationGroup, cacheCluster, serverlessCache";
const AT = "2: clusters[0].elasticache";

function refused(cache: string, more = ""): readonly string[] {
  return printProblems(`clusters:\n  - { id: a, elasticache: { ${cache} }${more} }\n`);
}

describe("elasticache is refused", () => {
  it.each<[string, string, string]>([
    [
      "a slip of the key",
      `${GROUP}, rolArn: x`,
      `${AT}: unknown key "rolArn" | did you mean "roleArn"? allowed: ${ACCESS}, replicationGroup, cacheCluster, serverlessCache`,
    ],
    [
      "a pattern",
      "region: eu-west-1, match: a",
      `${AT}: "match" is for discover | discover: { elasticache: [{ region: …, match: … }] }`,
    ],
    ["no region", "replicationGroup: a", `${AT}: has no region | the region's code: region: eu-central-1`],
    [
      "a zone for a region",
      "region: eu-west-1b, replicationGroup: a",
      `${AT}.region: "eu-west-1b" is an availability zone | region: eu-west-1`,
    ],
    [
      "a name for a region",
      "region: Frankfurt, replicationGroup: a",
      `${AT}.region: "Frankfurt" is not a region | the region's code: region: eu-central-1`,
    ],
    [
      "no cache",
      "region: eu-west-1",
      `${AT}: names no cache | ${ONE}: elasticache: { region: eu-central-1, replicationGroup: prod-orders }`,
    ],
    [
      "two caches",
      `${GROUP}, cacheCluster: b`,
      `${AT}.cacheCluster: replicationGroup is given, too | ${ONE}: elasticache: { region: eu-central-1, replicationGroup: prod-orders }`,
    ],
    [
      "an ARN for an id",
      'region: eu-west-1, replicationGroup: "arn:aws:elasticache:eu-west-1:123456789012:replicationgroup:prod-a"',
      `${AT}.replicationGroup: this is an ARN | the id alone: prod-a`,
    ],
    [
      "a host for an id",
      "region: eu-west-1, replicationGroup: a.cache.amazonaws.com",
      `${AT}.replicationGroup: "a.cache.amazonaws.com" is not the id of a cache | the id that the ElastiCache console shows: a letter, then letters, digits and dashes`,
    ],
    [
      "a user's ARN for a role's",
      `${GROUP}, roleArn: "arn:aws:iam::123456789012:user/me"`,
      `${AT}.roleArn: "arn:aws:iam::123456789012:user/me" is not the ARN of a role | roleArn: arn:aws:iam::123456789012:role/evenkeel`,
    ],
    [
      "an external id without a role",
      `${GROUP}, externalId: abc`,
      `${AT}.externalId: is for a role, and roleArn is not given | roleArn: arn:aws:iam::123456789012:role/evenkeel`,
    ],
    [
      "a profile and keys",
      `${GROUP}, profile: ops, keys: { accessKeyId: "\${AWS_ID}", secretAccessKey: "file:/run/secrets/aws" }`,
      `${AT}.keys: profile is given, too | one of the two: both say who Evenkeel is to AWS`,
    ],
    [
      "half a pair of keys",
      `${GROUP}, keys: { accessKeyId: "\${AWS_ID}" }`,
      `${AT}.keys: has no secretAccessKey | keys: { accessKeyId: \${NAME}, secretAccessKey: \${NAME} }`,
    ],
    [
      "a key with a space",
      `${GROUP}, keys: { accessKeyId: "\${AWS_ID}", secretAccessKey: "file:/run/secrets/spaced" }`,
      `${AT}.keys.secretAccessKey: holds spaces or characters that no key has | -`,
    ],
    [
      "a host for an endpoint",
      `${GROUP}, endpoint: "127.0.0.1:4566"`,
      `${AT}.endpoint: this is not an http or https URL | http://host:port or https://host:port; leave it out for AWS itself`,
    ],
    [
      "an endpoint with a query",
      `${GROUP}, endpoint: "http://127.0.0.1:4566/?a=b"`,
      `${AT}.endpoint: has a part behind ? or # | http://host:port or https://host:port; leave it out for AWS itself`,
    ],
  ])("%s", (_, cache, expected) => {
    expect(refused(cache)).toContain(expected);
  });

  it("keys written out, each of them", () => {
    const hint = "${NAME} for an environment variable, or file:PATH";
    expect(refused(`${GROUP}, keys: { accessKeyId: AKIA, secretAccessKey: abc, sessionToken: def }`)).toEqual(
      ["accessKeyId", "secretAccessKey", "sessionToken"].map(
        (key) => `${AT}.keys.${key}: the secret is written in the fleet file | ${hint}`,
      ),
    );
  });

  it("the same cache twice", () => {
    const entry = (id: string, cache: string) =>
      `  - { id: ${id}, elasticache: { region: eu-west-1, ${cache} } }\n`;
    const text = `clusters:\n${entry("a", "replicationGroup: x")}${entry("b", "replicationGroup: X")}`;
    expect(printProblems(text)).toEqual([
      '3: clusters[1].elasticache: "x" in eu-west-1 is two clusters | first named on line 2',
    ]);
  });
});

describe("tokens by IAM are refused", () => {
  const IAM = "auth: { iam: { user: evenkeel } }";
  it.each<[string, readonly string[], string]>([
    [
      "without ElastiCache",
      printProblems(`${ORDERS}    ${IAM}\n`),
      "4: clusters[0].auth: IAM tokens are for ElastiCache, and the cluster has no elasticache | elasticache: { region: …, replicationGroup: … }, or a password",
    ],
    [
      "without TLS",
      refused(GROUP, `, ${IAM}, tls: false`),
      "2: clusters[0].tls: IAM tokens need TLS | tls: true, or leave it out: AWS tells",
    ],
    [
      "for a single cache cluster",
      refused("region: eu-west-1, cacheCluster: a", `, ${IAM}`),
      "2: clusters[0].auth: a single cache cluster has no users, and so no IAM tokens | name its replicationGroup in place of cacheCluster, or use a password",
    ],
    [
      "beside a password",
      refused(GROUP, ", auth: { iam: { user: a }, password: $" + "{ORDERS_PASSWORD} }"),
      "2: clusters[0].auth.password: iam is given, too | one of the two: a password, or tokens by IAM",
    ],
    [
      "without a user",
      refused(GROUP, ", auth: { iam: {} }"),
      "2: clusters[0].auth.iam: has no user | iam: { user: evenkeel }, the id of an ElastiCache user in authentication mode IAM",
    ],
    [
      "for a user that cannot be",
      refused(GROUP, ", auth: { iam: { user: 'arn:aws:iam::1:user/a' } }"),
      "2: clusters[0].auth.iam.user: this is not the id of an ElastiCache user | a letter, then up to 39 letters, digits and dashes",
    ],
  ])("%s", (_, problems, expected) => {
    expect(problems).toEqual([expected]);
  });
});

describe("discover is refused", () => {
  const IN = "1: discover.elasticache";
  const KEYS = `${ACCESS}, match, auth, tls`;
  const MATCH = `a pattern of ids; * and ? are wildcards: match: "prod-*", or "*" for all`;
  it.each<[string, string, string]>([
    [
      "empty",
      "{}",
      `1: discover: names nothing to discover | discover: { elasticache: [{ region: eu-central-1, match: "prod-*" }] }`,
    ],
    ["another service", "{ memorydb: [] }", `1: discover: unknown key "memorydb" | allowed: elasticache`],
    [
      "no region",
      "{ elasticache: [] }",
      `${IN}: names no region | discover: { elasticache: [{ region: eu-central-1, match: "prod-*" }] }`,
    ],
    ["no pattern", "{ elasticache: [{ region: eu-west-1 }] }", `${IN}[0]: has no match | ${MATCH}`],
    [
      "a regular expression",
      "{ elasticache: [{ region: eu-west-1, match: '^a.*$' }] }",
      `${IN}[0].match: "^a.*$" is not a pattern of ids | ${MATCH}`,
    ],
    [
      "a cache's id",
      "{ elasticache: [{ region: eu-west-1, match: a, replicationGroup: a }] }",
      `${IN}[0]: "replicationGroup" is for one cluster | an entry of clusters with elasticache, or match here`,
    ],
    [
      "a slip",
      "{ elasticache: [{ region: eu-west-1, match: a, endpont: x }] }",
      `${IN}[0]: unknown key "endpont" | did you mean "endpoint"? allowed: ${KEYS}`,
    ],
    [
      "no TLS at all",
      "{ elasticache: [{ region: eu-west-1, match: a, tls: false }] }",
      `${IN}[0].tls: cannot be false for whole accounts | leave it out: AWS tells which caches encrypt`,
    ],
    [
      "the same twice",
      "{ elasticache: [{ region: eu-west-1, match: a }, { region: eu-west-1, match: A }] }",
      `${IN}[1]: "a" in eu-west-1 is discovered twice | first on line 1`,
    ],
  ])("%s", (_, discover, expected) => {
    expect(printProblems(`discover: ${discover}\n${ORDERS}`)).toContain(expected);
  });
});

describe("cloudwatch is refused", () => {
  const BUDGET =
    "US dollars a month for the whole fleet, without a sign: monthlyBudgetUsd: 50; 0 asks for no metric";
  it.each<[string, string]>([
    ["{ monthlyBudgetUsd: 50 USD }", `.monthlyBudgetUsd: this is not a number | ${BUDGET}`],
    ["{ monthlyBudgetUsd: -1 }", ".monthlyBudgetUsd: -1 is out of bounds | 0 to 1000000"],
    ["{ monthlyBudgetUsd: .inf }", ".monthlyBudgetUsd: Infinity is out of bounds | 0 to 1000000"],
    ["{ backfill: 16d }", ".backfill: 16d is out of bounds | 1m to 15d"],
    [
      "{ backfill: 3 }",
      ".backfill: expected text, found a number | a number with its unit: 500ms, 30s, 5m, 2h, 14d",
    ],
    ["{ budget: 3 }", ': unknown key "budget" | allowed: monthlyBudgetUsd, backfill'],
  ])("%s", (text, expected) => {
    expect(printProblems(`cloudwatch: ${text}\n${ORDERS}`)).toEqual([`1: cloudwatch${expected}`]);
  });
});
