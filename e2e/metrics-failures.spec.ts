import { type APIRequestContext, request as newRequest } from "@playwright/test";
import { isCountedSince, readCluster, readMetrics } from "@/e2e/api";
import { startDashboardProcess } from "@/e2e/dashboard";
import { changeFleetFile } from "@/e2e/fleet-copy";
import { endScenario, startScenario } from "@/e2e/lab-control";
import { eventOf, failureOf, pointsOf, settledWindow } from "@/e2e/metrics-page";
import { panelOf } from "@/e2e/skew-page";
import { readStack } from "@/e2e/stack";
import { expect, test, untilAlive } from "@/e2e/test";
import { until } from "@/lab/until";
import type { AwsCallRow } from "@/lib/contract/aws";

/** AWS refuses, throttles, or is replaced by a page of HTML: which call, why, what to grant; all else goes on. */

const PAGE = "/clusters/orders/metrics?last=15m";
const SCENARIOS = ["aws-denied", "aws-throttled", "aws-html", "aws-event"];
/** Each call is made once a minute at least, and again soon after it failed. */
const CALLED = { everyMs: 500, timeoutMs: 120_000 };
const SLOW_MS = 420_000;
/** The page asks again by itself, not each second. */
const ON_PAGE = { timeout: 90_000 };
const TOPOLOGY = "ElastiCache topology";
const EVENTS = "ElastiCache events";
const METRICS = "CloudWatch metrics";

test.afterEach(async () => {
  for (const name of SCENARIOS) await endScenario(name);
});

async function readCall(request: APIRequestContext, source: string): Promise<AwsCallRow> {
  const { calls } = await readMetrics(request, "orders", { last: "1m", name: "CurrConnections" });
  const call = calls.find((one) => one.source === source);
  if (call === undefined) throw new Error(`nothing is told of ${source}`);
  return call;
}

const untilFailing = (request: APIRequestContext, source: string): Promise<AwsCallRow> =>
  until(
    `${source} fails`,
    async () => {
      const call = await readCall(request, source);
      return call.state === "failing" && call;
    },
    CALLED,
  );

const untilAnswered = (request: APIRequestContext, source: string): Promise<AwsCallRow> =>
  until(
    `${source} answers`,
    async () => {
      const call = await readCall(request, source);
      return call.state === "ok" && call;
    },
    CALLED,
  );

test("denied DescribeEvents is named with its reason and what to grant; what happened meanwhile is told once it is allowed", async ({
  page,
  open,
  request,
}) => {
  test.setTimeout(SLOW_MS);
  await open(PAGE);
  await startScenario("aws-denied", { operation: "DescribeEvents" });
  const notice = failureOf(page, EVENTS);
  const failing = await untilFailing(request, EVENTS);
  expect(failing.error).toContain("DescribeEvents in eu-central-1");
  expect(failing.error).toContain("elasticache:DescribeEvents is not allowed");
  expect(failing.remedy).toContain("elasticache:DescribeEvents");
  await expect(notice).toContainText(failing.error ?? "", ON_PAGE);
  await expect(notice).toContainText(failing.remedy ?? "");
  await expect(notice.getByRole("button", { name: "Copy the IAM action" })).toBeVisible();
  const call = panelOf(page, "What AWS answers").getByRole("row").filter({ hasText: EVENTS });
  await expect(call).toContainText("fails");

  const message = `Recovering cache nodes 0001 (${Date.now()})`;
  await startScenario("aws-event", { message, source: "orders-002" });
  const failedMs = Date.parse(failing.lastErrorAt ?? "");
  const others = await until(
    "everything else goes on",
    async () => {
      const answer = await readMetrics(request, "orders", { last: "1m", name: "CurrConnections" });
      const isCounted = isCountedSince(await readCluster(request, "orders"), failedMs);
      const rest = answer.calls.filter(({ source }) => source !== EVENTS);
      const isAsked = rest.some(({ lastSuccessAt }) => Date.parse(lastSuccessAt ?? "") > failedMs);
      return isCounted && isAsked && rest;
    },
    CALLED,
  );
  expect(others.map(({ state }) => state)).toEqual(others.map(() => "ok"));
  expect((await readCall(request, EVENTS)).state).toBe("failing");

  await endScenario("aws-denied");
  await untilAnswered(request, EVENTS);
  await expect(notice).toBeHidden(ON_PAGE);
  await expect(eventOf(page, message)).toHaveCount(1, ON_PAGE);
  const { observations } = await readMetrics(request, "orders", { last: "15m", name: "CurrConnections" });
  expect(observations.filter(({ sentence }) => sentence.includes(message))).toHaveLength(1);
});

test("three calls that fail for three reasons stand beside each other; nothing stored is lost, and the minutes in between come later", async ({
  page,
  open,
  request,
}) => {
  test.setTimeout(SLOW_MS);
  const { to } = await settledWindow(request);
  const settled = { from: new Date(Date.parse(to) - 900_000).toISOString(), to, name: "CurrConnections" };
  const before = pointsOf(await readMetrics(request, "orders", settled));
  const historyOf = async () => {
    const { observations } = await readMetrics(request, "orders", settled);
    return observations.map(({ at, kind, subject, sentence }) => `${at} ${kind} ${subject} ${sentence}`);
  };
  const happened = await historyOf();
  const nodes = (await readCluster(request, "orders")).nodes.map(({ address }) => address);

  const beganMs = Date.now();
  await startScenario("aws-throttled", { operation: "GetMetricData" });
  await startScenario("aws-html", { operation: "DescribeEvents" });
  await startScenario("aws-denied", { operation: "DescribeReplicationGroups" });
  await open(PAGE);
  for (const [source, said] of [
    [EVENTS, /DescribeEvents in eu-central-1: .*HTML/],
    [TOPOLOGY, /DescribeReplicationGroups in eu-central-1: .*not allowed/],
    [METRICS, /GetMetricData in eu-central-1: /],
  ] as const) {
    expect((await untilFailing(request, source)).error).toMatch(said);
    await expect(page.getByRole("status").filter({ hasText: source })).toContainText(said, ON_PAGE);
  }
  expect((await readCall(request, TOPOLOGY)).remedy).toContain("elasticache:DescribeReplicationGroups");
  expect(pointsOf(await readMetrics(request, "orders", settled))).toEqual(before);
  const meanwhile = await until("every node counted", async () => {
    const now = await readCluster(request, "orders");
    return isCountedSince(now, beganMs) && now;
  });
  expect(meanwhile.nodes.map(({ address }) => address)).toEqual(nodes);
  expect(meanwhile.elasticache?.nodes).toHaveLength(nodes.length);

  for (const name of SCENARIOS) await endScenario(name);
  for (const source of [EVENTS, TOPOLOGY, METRICS]) await untilAnswered(request, source);
  await expect(page.getByRole("status").filter({ hasText: "eu-central-1:" })).toHaveCount(0, ON_PAGE);
  // A minute that ended while CloudWatch was throttled is there as if nothing had been.
  const minuteMs = Math.floor(beganMs / 60_000) * 60_000;
  const after = await until(
    "the minute in which it began",
    async () => {
      const points = pointsOf(await readMetrics(request, "orders", { last: "15m", name: "CurrConnections" }));
      return [...points.values()].every((minutes) => minutes.has(minuteMs)) && points;
    },
    CALLED,
  );
  for (const points of after.values()) {
    const minutes = [...points.keys()];
    const gaps = minutes.slice(1).filter((at, index) => at - (minutes[index] ?? 0) !== 60_000);
    expect(gaps).toEqual([]);
  }
  expect(pointsOf(await readMetrics(request, "orders", settled))).toEqual(before);
  expect(await historyOf()).toEqual(happened);
});

test("a dashboard that may not read parameters says so, knows the limits from the servers, and reads them once it may", async ({
  page,
}) => {
  test.setTimeout(SLOW_MS);
  await startScenario("aws-denied", { operation: "DescribeCacheParameters" });
  const fleetFile = changeFleetFile(readStack().fleetFile, "evenkeel-denied.yaml", () => undefined);
  const dashboard = await startDashboardProcess(fleetFile, "data-denied");
  const api = await newRequest.newContext({ baseURL: dashboard.url });
  try {
    const parameters = "ElastiCache parameters";
    const denied = await until(
      "the denial",
      async () => {
        const now = await readCluster(api, "orders");
        const told = await readMetrics(api, "orders", { last: "1m", name: "CurrConnections" });
        const call = told.calls.find(({ source }) => source === parameters);
        return now.nodes.length === 3 && isCountedSince(now, 0) && call?.state === "failing" && { now, call };
      },
      CALLED,
    );
    expect(denied.call.error).toContain("DescribeCacheParameters in eu-central-1");
    expect(denied.call.remedy).toContain("elasticache:DescribeCacheParameters");
    expect(denied.now.elasticache?.parameters).toBeNull();
    await page.goto(`${dashboard.url}/clusters/orders/metrics?last=5m`);
    await untilAlive(page);
    await expect(failureOf(page, parameters)).toContainText(denied.call.remedy ?? "");

    await endScenario("aws-denied");
    await until(
      "the parameters",
      async () => (await readCluster(api, "orders")).elasticache?.parameters ?? null,
      CALLED,
    );
    await expect(failureOf(page, parameters)).toBeHidden(ON_PAGE);
    await api.dispose();
  } finally {
    await dashboard.stop();
  }
});
