import { expect, test } from "vitest";
import type { AwsAccess, ElastiCacheConfig } from "@/lib/config/fleet";
import { keepIamCredentials } from "./iam-credentials";
import type { AwsSource } from "./sources/aws-source";

const ACCESS: AwsAccess = {
  region: "eu-central-1",
  profile: null,
  roleArn: null,
  externalId: null,
  keys: null,
  endpoint: null,
};

function cacheOf(id: string, access: AwsAccess): ElastiCacheConfig {
  return { ...access, kind: "replication-group", id, tlsFromAws: true };
}

test("clusters of one account and region share what is kept for them, and nothing with another", async () => {
  const opened: AwsAccess[] = [];
  const closed: AwsAccess[] = [];
  const unused = () => Promise.reject(new Error("not for credentials"));
  const keeper = keepIamCredentials((access): AwsSource => {
    opened.push(access);
    return {
      describeGroups: unused,
      describeCacheClusters: unused,
      describeServerlessCaches: unused,
      describeEvents: unused,
      describeParameters: unused,
      getMetrics: unused,
      credentials: async () => ({
        accessKeyId: `of ${access.profile}`,
        secretAccessKey: "s",
        sessionToken: null,
        expiresAtMs: null,
      }),
      close: () => closed.push(access),
    };
  });
  await keeper.of(cacheOf("a", ACCESS));
  await keeper.of(cacheOf("b", ACCESS));
  const other = await keeper.of(cacheOf("a", { ...ACCESS, profile: "ops" }));
  expect(other.accessKeyId).toBe("of ops");
  expect(opened).toEqual([ACCESS, { ...ACCESS, profile: "ops" }]);
  keeper.close();
  expect(closed).toEqual(opened);
});
