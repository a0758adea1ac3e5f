import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { AwsAccess } from "@/lib/config/fleet";
import { type AwsEndpoint, type AwsWorld, startAwsEndpoint } from "../testing/aws-endpoint";
import { madeUpRegion } from "../testing/aws-endpoint/made-up-region";
import { AWS_LIMITS } from "./aws-clients";
import { AwsError, type AwsSource, openAws } from "./aws-source";

const ROLE = "arn:aws:iam::210987654321:role/watch";
const OWN = { accessKeyId: "AKIAOWN", secretAccessKey: "ownSecretOfTheTest" };
const OTHER = {
  accessKeyId: "AKIAOTHER",
  secretAccessKey: "otherSecretOfTheTest",
  sessionToken: "tokenOfTheTest",
};
const SECRETS = [OWN.secretAccessKey, OTHER.secretAccessKey, OTHER.sessionToken];

const world: AwsWorld = {
  regions: { "eu-central-1": madeUpRegion(["orders"]), "us-east-1": madeUpRegion(["sessions"]) },
  keys: [OWN, OTHER],
  roles: [
    { roleArn: ROLE, externalId: "evenkeel-1", regions: { "eu-central-1": madeUpRegion(["elsewhere"]) } },
  ],
};

let folder = "";
let endpoint: AwsEndpoint;
const sources: AwsSource[] = [];

/** An environment in which the SDK finds nothing, and asks nothing of this network. */
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "evenkeel-aws-"));
  vi.stubEnv("AWS_SHARED_CREDENTIALS_FILE", join(folder, "credentials"));
  vi.stubEnv("AWS_CONFIG_FILE", join(folder, "config"));
  vi.stubEnv("AWS_EC2_METADATA_DISABLED", "true");
  for (const name of ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_PROFILE"])
    vi.stubEnv(name, undefined);
  endpoint = await startAwsEndpoint({ world });
});

afterEach(async () => {
  for (const source of sources.splice(0)) source.close();
  await endpoint.stop();
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

function open(access: Partial<AwsAccess> = {}, limits = AWS_LIMITS): AwsSource {
  const source = openAws(
    {
      region: "eu-central-1",
      profile: null,
      roleArn: null,
      externalId: null,
      keys: null,
      endpoint: endpoint.url,
      ...access,
    },
    limits,
  );
  sources.push(source);
  return source;
}

async function groupsOf(source: AwsSource) {
  const outcome = await source.describeGroups(null);
  return outcome.state === "ok"
    ? outcome.value.found.map((group) => group.ReplicationGroupId)
    : outcome.failure;
}

function writeProfile(name: string, { accessKeyId, secretAccessKey }: typeof OWN): void {
  writeFileSync(
    join(folder, "credentials"),
    `[${name}]\naws_access_key_id = ${accessKeyId}\naws_secret_access_key = ${secretAccessKey}\n`,
  );
}

describe("credentials", () => {
  it("that are nowhere to be found: it is told where they were looked for, and what to do", async () => {
    expect(await groupsOf(open())).toMatchObject({
      code: "credentials",
      sentence:
        "DescribeReplicationGroups in eu-central-1: no credentials for AWS were found; looked in the environment, the shared AWS files, web identity, container and instance",
      remedy: expect.stringContaining("Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"),
    });
    expect(endpoint.counts().calls).toEqual({});
    expect(await groupsOf(open({ profile: "nobody" }))).toMatchObject({
      code: "credentials",
      sentence: expect.stringContaining("profile nobody of the shared AWS files"),
    });
    await expect(open().credentials()).rejects.toThrow(AwsError);
  });

  it("of the environment, and AWS_ENDPOINT_URL, are the SDK's own to read", async () => {
    vi.stubEnv("AWS_ACCESS_KEY_ID", OTHER.accessKeyId);
    vi.stubEnv("AWS_SECRET_ACCESS_KEY", OTHER.secretAccessKey);
    vi.stubEnv("AWS_SESSION_TOKEN", OTHER.sessionToken);
    vi.stubEnv("AWS_ENDPOINT_URL", endpoint.url);
    const source = open({ endpoint: null });
    expect(await groupsOf(source)).toEqual(["orders"]);
    expect(await source.getMetrics([], 0, 1)).toMatchObject({ state: "ok", value: [], calls: 0 });
    expect(await source.credentials()).toEqual({ ...OTHER, expiresAtMs: null });
  });

  it("of a profile are read anew once AWS takes them no longer", async () => {
    writeProfile("watch", { ...OWN, accessKeyId: "AKIAGONE" });
    const source = open({ profile: "watch" });
    expect(await groupsOf(source)).toMatchObject({
      code: "credentials",
      sentence:
        "DescribeReplicationGroups in eu-central-1: AWS does not accept the credentials (InvalidClientTokenId)",
      remedy: "Check the keys: they come from profile watch of the shared AWS files",
    });
    writeProfile("watch", OWN);
    expect(await groupsOf(source)).toEqual(["orders"]);
  });

  it("with a wrong secret are refused, and no secret is told", async () => {
    for (const keys of [
      { ...OWN, secretAccessKey: OTHER.secretAccessKey, sessionToken: null },
      { ...OTHER, sessionToken: "anotherTokenOfTheTest" },
    ]) {
      const failure = await groupsOf(open({ keys }));
      expect(failure).toMatchObject({
        code: "credentials",
        remedy: expect.stringContaining("the fleet file"),
      });
      for (const secret of [...SECRETS, "anotherTokenOfTheTest"])
        expect(JSON.stringify(failure)).not.toContain(secret);
    }
  });
});

describe("regions and accounts", () => {
  it("are kept apart: each has its own clusters, and an unknown region has none", async () => {
    const keys = { ...OWN, sessionToken: null };
    expect(await groupsOf(open({ keys }))).toEqual(["orders"]);
    expect(await groupsOf(open({ keys, region: "us-east-1" }))).toEqual(["sessions"]);
    const wrong = await open({ keys, region: "eu-west-1" }).describeGroups(["orders"]);
    expect(wrong).toMatchObject({ state: "ok", value: { found: [], unknownIds: ["orders"] } });
  });

  it("do not wait for each other", async () => {
    const keys = { ...OWN, sessionToken: null };
    endpoint.setFault({ region: "us-east-1" }, "hang");
    let isOver = false;
    const held = open({ keys, region: "us-east-1" }, { ...AWS_LIMITS, requestMs: 3000 })
      .describeGroups(null)
      .finally(() => {
        isOver = true;
      });
    expect(await groupsOf(open({ keys }))).toEqual(["orders"]);
    expect(isOver).toBe(false);
    expect(await held).toMatchObject({ failure: { code: "timeout" } });
  });

  it("by a role: it is assumed once for both services", async () => {
    const source = open({ keys: { ...OWN, sessionToken: null }, roleArn: ROLE, externalId: "evenkeel-1" });
    expect(await groupsOf(source)).toEqual(["elsewhere"]);
    const query = {
      ...{ subject: "a", metric: "CurrConnections", statistic: "Average" },
      ...{ set: "core" as const, dimensions: [] },
    };
    const nowMs = Math.floor(Date.now() / 60_000) * 60_000;
    expect(await source.getMetrics([query], nowMs - 60_000, nowMs)).toMatchObject({ state: "ok", calls: 1 });
    expect(endpoint.counts().calls).toEqual({
      AssumeRole: 1,
      DescribeReplicationGroups: 1,
      GetMetricData: 1,
    });
    expect(await source.credentials()).toMatchObject({
      accessKeyId: expect.stringMatching(/^ASIA/),
      expiresAtMs: expect.any(Number),
    });
  });

  it("by a role that may not be assumed: it is told what to allow", async () => {
    const source = open({ keys: { ...OWN, sessionToken: null }, roleArn: ROLE, externalId: "wrong" });
    expect(await groupsOf(source)).toMatchObject({
      code: "denied",
      sentence:
        "AssumeRole for DescribeReplicationGroups in eu-central-1: sts:AssumeRole is not allowed to arn:aws:iam::123456789012:user/evenkeel",
      remedy: `Allow sts:AssumeRole on ${ROLE} to arn:aws:iam::123456789012:user/evenkeel, and name that user, and the external id if there is one, in the role's trust policy`,
    });
  });

  it("by a role whose answer is no answer", async () => {
    const access = { keys: { ...OWN, sessionToken: null }, roleArn: ROLE, externalId: "evenkeel-1" };
    endpoint.setFault({ operation: "AssumeRole" }, "html");
    expect(await groupsOf(open(access))).toMatchObject({
      code: "garbled",
      sentence: expect.stringMatching(/^AssumeRole for DescribeReplicationGroups .* HTML page/),
    });
    endpoint.clearFaults();
    endpoint.setClockAheadMs(10 * 60_000);
    expect(await groupsOf(open(access))).toEqual(["elsewhere"]);
  });
});
