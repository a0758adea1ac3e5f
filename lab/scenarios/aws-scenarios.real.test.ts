import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  DescribeEventsCommand,
  DescribeReplicationGroupsCommand,
  ElastiCacheClient,
} from "@aws-sdk/client-elasticache";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Lab, startLab } from "@/lab/start";
import { until } from "@/lab/until";

const dir = mkdtempSync(join(tmpdir(), "evenkeel-aws-scenarios-test-"));
let lab: Lab;
let client: ElastiCacheClient;

beforeAll(async () => {
  lab = await startLab({ dir, controlPort: 0, onProgress: () => undefined });
  const { region, endpoint, keys } = lab.aws;
  client = new ElastiCacheClient({ region, endpoint: endpoint.url, credentials: keys, maxAttempts: 1 });
});
afterAll(async () => {
  client?.destroy();
  await lab?.stop();
  rmSync(dir, { recursive: true, force: true });
});

const describeGroups = () => client.send(new DescribeReplicationGroupsCommand({}));
const describeEvents = () => client.send(new DescribeEventsCommand({ Duration: 60 }));
const messages = async () => ((await describeEvents()).Events ?? []).map(({ Message }) => Message);

/** An HTML page is no error to AWS's own client, just an answer with nothing in it. */
const groupsFound = () =>
  describeGroups().then(
    ({ ReplicationGroups }) => ReplicationGroups?.length ?? "nothing",
    (error: unknown) => (error instanceof Error ? error.name : "no error"),
  );

test.each([
  ["aws-throttled", "Throttling"],
  ["aws-html", "nothing"],
])("%s has every call answered so, until it is ended", async (name, answer) => {
  expect((await call("POST", name)).status).toBe(202);
  expect(await groupsFound()).toBe(answer);
  await call("DELETE", name);
  expect((await describeGroups()).ReplicationGroups).toHaveLength(1);
  expect(actionsOf(name)).toEqual([
    `scenario-started ${name}`,
    "aws-fault every call",
    "aws-fault every call",
    `scenario-ended ${name}`,
  ]);
});

test("aws-denied denies one call and leaves the others", async () => {
  await call("POST", "aws-denied", { operation: "DescribeEvents" });
  await expect(describeEvents()).rejects.toThrow(/not authorized/);
  expect((await describeGroups()).ReplicationGroups).toHaveLength(1);
  await call("DELETE", "aws-denied");
  expect(await messages()).toContain("Cache cluster created");
  expect(await call("POST", "aws-denied", { operation: "DeleteEverything" })).toMatchObject({
    status: 400,
    body: { errors: [{ field: "operation" }] },
  });
});

test("two scenarios do not have the same call", async () => {
  await call("POST", "aws-throttled");
  expect(await call("POST", "aws-html")).toMatchObject({
    status: 400,
    body: { detail: expect.stringContaining("aws-throttled has every call already") },
  });
  await call("DELETE", "aws-throttled");
});

test("aws-event tells the words of a test of failover in turn, and withdraws them at its end", async () => {
  await call("POST", "aws-event", { everyMs: 0 });
  const told = await until("all four told", async () => {
    const events = await messages();
    return events.includes("Finished recovery for cache nodes 0001") && events;
  });
  expect(told).toContain("Test Failover API called for node group 0001");
  expect(told).toContain("Failover from primary node orders-001 to replica node orders-002 completed");
  await call("DELETE", "aws-event");
  expect((await messages()).join()).not.toMatch(/[Ff]ailover|recovery/);
  expect(await messages()).toContain("Cache cluster created");
});

test("aws-late delays the points of minutes to come, until it is ended", async () => {
  await call("POST", "aws-late", { delayMs: 1_000 });
  await call("DELETE", "aws-late");
  const delays = lab.truth.entries().filter(({ action }) => action === "aws-points-delayed");
  expect(delays.map(({ detail }) => detail)).toEqual([{ delayMs: 1_000 }, { delayMs: 0 }]);
});

async function call(method: string, name: string, input: object = {}) {
  const init = method === "POST" ? { method, body: JSON.stringify(input) } : { method };
  const response = await fetch(`${lab.controlUrl}/scenarios/${name}`, init);
  return { status: response.status, body: await response.json() };
}

function actionsOf(scenario: string): string[] {
  return lab.truth
    .entries()
    .filter((entry) => entry.scenario === scenario)
    .map(({ action, subject }) => `${action} ${subject}`);
}
