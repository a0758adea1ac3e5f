import { readFile } from "node:fs/promises";
import { afterEach, expect, test } from "vitest";
import { keepIamCredentials } from "./iam-credentials";
import { makeCertificates } from "./testing/certificates";
import { findFreePort } from "./testing/free-port";
import { type RedisServer, startRedis } from "./testing/redis-server";
import { waitFor } from "./testing/wait-for";
import { clusterConfig, type WatchedCluster, watchForTest } from "./testing/watched-cluster";

const cleanups: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

/** The line of docs/operations.md that begins so, without that beginning. */
async function documented(beginning: string): Promise<string[]> {
  const text = await readFile("docs/operations.md", "utf8");
  const line = text.split("\n").find((candidate) => candidate.startsWith(beginning));
  if (line === undefined) throw new Error(`docs/operations.md has no line that begins with ${beginning}`);
  return line.slice(beginning.length).trim().split(" ");
}

/** Lists come in, and no command is refused by ACL; one that this version of Redis does not know may be. */
async function expectAllAllowed({ captured }: WatchedCluster, { address }: RedisServer): Promise<void> {
  await waitFor("three sweeps", () => captured.sweepsOf(address).length >= 3);
  const source = await waitFor("its state", () => {
    const status = captured.sourceOf(address);
    return status?.lastSuccessAt != null && status;
  });
  expect(source.lastError).toBeNull();
  expect(source.refusals.filter(({ reason }) => reason.startsWith("NOPERM"))).toEqual([]);
}

test("the user of a server of one's own may do all that is asked of it, and no more", async () => {
  const server = await startRedis();
  cleanups.push(() => server.stop());
  const rules = await documented("ACL SETUSER evenkeel");
  await server.cli("ACL", "SETUSER", "evenkeel", ...rules);
  const auth = { username: "evenkeel", password: "PASSWORD" };
  const watched = watchForTest(clusterConfig([server.port], { auth }));
  cleanups.push(() => watched.stop());
  await expectAllAllowed(watched, server);
  const dryRun = (...command: string[]) => server.cli("ACL", "DRYRUN", "evenkeel", ...command);
  for (const command of [
    ["GET", "k"],
    ["CONFIG", "GET", "*"],
    ["CLIENT", "KILL", "ID", "1"],
  ])
    expect(await dryRun(...command)).toMatch(/no permissions/);
});

test("so may ElastiCache's, who comes by IAM: over TLS, with tokens signed by the keys of the fleet file", async () => {
  const files = await makeCertificates("DNS:cache.test,IP:127.0.0.1");
  cleanups.push(files.remove);
  const port = await findFreePort();
  const tls = { ca: files.ca, cert: null, key: null, serverName: null };
  const server = await startRedis({
    port,
    args: files.redisArgs(port),
    cliArgs: ["--tls", "--cacert", files.cert],
  });
  cleanups.push(() => server.stop());
  // Redis cannot check a signature: any password of this user will do.
  await server.cli("ACL", "SETUSER", "evenkeel", "nopass", "on", ...(await documented("on -@all")));
  const credentials = keepIamCredentials();
  cleanups.push(async () => credentials.close());
  const config = clusterConfig([port], {
    auth: { iamUser: "evenkeel" },
    tls,
    elasticache: {
      region: "eu-central-1",
      profile: null,
      roleArn: null,
      externalId: null,
      endpoint: null,
      keys: { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "hush-hush", sessionToken: "hush-session" },
      kind: "replication-group",
      id: "orders",
      tlsFromAws: false,
    },
  });
  const watched = watchForTest(config, { credentials: (access) => credentials.of(access) });
  cleanups.push(() => watched.stop());
  await expectAllAllowed(watched, server);
  expect(await server.cli("CLIENT", "LIST")).toMatch(/name=evenkeel .*user=evenkeel/);
  expect(JSON.stringify(watched.captured.jobs)).not.toMatch(/hush-|X-Amz-|Action=connect/);
});
