import { describe, expect, test } from "vitest";
import type { ClusterConfig, ElastiCacheConfig } from "@/lib/config/fleet";
import { AwsError } from "./aws-model";
import { type RedisAuth, redisAuthOf, type TokenAuth } from "./redis-auth";

const CACHE: ElastiCacheConfig = {
  region: "eu-central-1",
  profile: null,
  roleArn: null,
  externalId: null,
  endpoint: null,
  keys: null,
  kind: "replication-group",
  id: "prod-orders",
  tlsFromAws: true,
};
const CREDENTIALS = { accessKeyId: "AKID", secretAccessKey: "s", sessionToken: null, expiresAtMs: null };
const IAM: Pick<ClusterConfig, "auth" | "elasticache"> = {
  auth: { iamUser: "evenkeel" },
  elasticache: CACHE,
};

function tokensOf(auth: RedisAuth | null): TokenAuth {
  if (auth === null || !("token" in auth)) throw new Error("no tokens");
  return auth;
}

const failing = (error: unknown) => () => Promise.reject(error);

describe("how a cluster is entered", () => {
  test("a password is what the file says, and none is none", () => {
    const auth = { username: "evenkeel", password: "secret" };
    expect(redisAuthOf({ auth, elasticache: CACHE }, failing("not asked"))).toBe(auth);
    expect(redisAuthOf({ auth: null, elasticache: null }, failing("not asked"))).toBeNull();
  });

  test("an IAM user gets a token for its cache, signed with the cluster's access", async () => {
    const asked: unknown[] = [];
    const auth = tokensOf(
      redisAuthOf(IAM, async (access) => {
        asked.push(access);
        return CREDENTIALS;
      }),
    );
    expect(auth.username).toBe("evenkeel");
    const made = await auth.token();
    expect(made).toMatchObject({
      state: "ok",
      token: expect.stringMatching(/^prod-orders\/\?Action=connect&User=evenkeel&X-Amz-/),
    });
    expect(asked).toEqual([CACHE]);
    const serverless = { ...IAM, elasticache: { ...CACHE, kind: "serverless-cache" as const } };
    expect(await tokensOf(redisAuthOf(serverless, async () => CREDENTIALS)).token()).toMatchObject({
      token: expect.stringContaining("ResourceType=ServerlessCache"),
    });
  });

  test("it is renewed 10 to 10.5 h later, never all at once", () => {
    const auth = tokensOf(redisAuthOf(IAM, async () => CREDENTIALS));
    const hours = Array.from({ length: 200 }, () => auth.renewAfterMs() / 3_600_000);
    expect(Math.min(...hours)).toBeGreaterThanOrEqual(10);
    expect(Math.max(...hours)).toBeLessThan(10.5);
    expect(new Set(hours).size).toBeGreaterThan(100);
  });

  test("where no token can be made, it says why and what to do", async () => {
    const expired = new AwsError({
      call: "AssumeRole",
      code: "expired",
      sentence: "AssumeRole in eu-central-1: the session has expired",
      remedy: "renew it",
      retryAfterMs: null,
    });
    expect(await tokensOf(redisAuthOf(IAM, failing(expired))).token()).toEqual({
      state: "failed",
      failure: {
        code: "auth",
        sentence:
          "no IAM token can be made for it: AssumeRole in eu-central-1: the session has expired (renew it)",
      },
    });
  });

  test("an error of anybody else's is not repeated", async () => {
    const made = await tokensOf(redisAuthOf(IAM, failing(new Error("bad key hush-hush")))).token();
    expect(made).toMatchObject({ failure: { sentence: "no IAM token can be made for it: signing failed" } });
  });

  test("a single cache cluster has no users", async () => {
    const config = { ...IAM, elasticache: { ...CACHE, kind: "cache-cluster" as const } };
    const made = await tokensOf(redisAuthOf(config, async () => CREDENTIALS)).token();
    expect(made).toMatchObject({
      failure: { sentence: expect.stringContaining("give the cluster an auth with a password") },
    });
  });
});
