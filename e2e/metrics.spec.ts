import { readFileSync } from "node:fs";
import { parseDocument } from "yaml";
import { nodeAt, readCluster, readMetrics } from "@/e2e/api";
import { type ConnectionSamples, sampleConnections } from "@/e2e/connection-samples";
import { describeCluster, endScenario, portOf, startScenario } from "@/e2e/lab-control";
import {
  chartOf,
  chartsOf,
  cursorIn,
  eventOf,
  eventStripOf,
  pointsOf,
  readAsTable,
  settledWindow,
  titlesOf,
} from "@/e2e/metrics-page";
import { panelOf, plotOf } from "@/e2e/skew-page";
import { readStack } from "@/e2e/stack";
import { expect, test, untilAlive } from "@/e2e/test";
import { askRedis } from "@/lab/ask-redis";
import { until } from "@/lab/until";
import type { MetricSeries } from "@/lib/contract/metrics";
import { askMetrics } from "@/lib/present/metrics/ask";
import { chartSpecs } from "@/lib/present/metrics/topics";
import { formatMetric } from "@/lib/present/metrics/units";
import { formatInstantInput } from "@/lib/present/time";
import { parseView } from "@/lib/present/url";
import { formatCount } from "@/lib/present/words";

/** Orders as ElastiCache and CloudWatch tell of it, beside what is measured on its real servers. */

const PAGE = "/clusters/orders/metrics";
const NODES = ["orders-001", "orders-002", "orders-003"];
/** The rest of a run may have stopped these tests for as long as two minutes of points take to come. */
const SLOW_MS = 420_000;
/** Events are asked for each 30 s, and the page asks as seldom. */
const EVENT_WITHIN_MS = 90_000;

let samples: ConnectionSamples | null = null;

test.beforeAll(async () => {
  samples = sampleConnections((await describeCluster("orders")).nodes.map(({ address }) => portOf(address)));
});

test.afterAll(() => samples?.stop());

test.afterEach(() => endScenario("aws-event"));

test("orders is there by discovery alone: nodes, zones, what it runs on, and its parameters as limits", async ({
  page,
  open,
  request,
}) => {
  const fleet = parseDocument(readFileSync(readStack().fleetFile, "utf8"));
  expect(fleet.getIn(["clusters", 0, "id"])).toBe("orders");
  expect(fleet.hasIn(["clusters", 0, "nodes"])).toBe(false);
  expect(fleet.getIn(["clusters", 0, "elasticache", "replicationGroup"])).toBe("orders");

  const real = (await describeCluster("orders")).nodes;
  await expect(askRedis(portOf(real[0]?.address ?? ""), "CONFIG", "GET", "maxclients")).rejects.toThrow(
    /NOPERM/,
  );
  const cluster = await until("the parameters of orders", async () => {
    const now = await readCluster(request, "orders");
    const isKnown =
      now.elasticache?.parameters != null && now.nodes.every(({ headroom }) => headroom !== null);
    return isKnown && now;
  });
  expect(cluster.nodes.map(({ address }) => address).sort()).toEqual(
    real.map(({ address }) => address).sort(),
  );
  const facts = cluster.elasticache;
  expect(facts).toMatchObject({ kind: "replication-group", id: "orders", region: "eu-central-1" });
  for (const [index, { address }] of real.entries()) {
    const zone = `eu-central-1${"abc"[index]}`;
    const node = nodeAt(cluster, address);
    expect(node.service).toMatchObject({ cacheClusterId: NODES[index], zone, nodeType: "cache.t4g.small" });
    // What the parameter group says is what the server really has.
    const told = String(await askRedis(portOf(address), "INFO", "clients"));
    expect(told).toContain(`maxclients:${facts?.parameters?.maxclients}\r`);
    expect(node.headroom?.maxclients).toBe(facts?.parameters?.maxclients);
  }

  await open("/clusters/orders");
  for (const [index, { address }] of real.entries()) {
    const row = page
      .getByRole("table", { name: /^Nodes/ })
      .getByRole("row")
      .filter({ has: page.getByRole("link", { name: address }) });
    await expect(row).toContainText(`${NODES[index]} · eu-central-1${"abc"[index]}`);
  }
  const panel = panelOf(page, "ElastiCache");
  for (const words of [
    "replication group orders",
    "cache.t4g.small",
    "eu-central-1a, eu-central-1b, eu-central-1c",
    "orders-redis7",
    `maxclients ${formatCount(facts?.parameters?.maxclients)}`,
    "idle connections are never closed",
    "Sun 03:00–04:00",
  ])
    await expect(panel).toContainText(words);
});

test("CloudWatch's points stand beside live ones: every chart is a table too, and its values are the API's", async ({
  page,
  open,
  request,
}) => {
  test.setTimeout(SLOW_MS);
  const window = await settledWindow(request);
  const asked = askMetrics(parseView(new URLSearchParams(window)));
  // Metrics that are asked for each five minutes may arrive in between.
  await expect(async () => {
    await open(`${PAGE}?from=${window.from}&to=${window.to}`);
    const answer = await readMetrics(request, "orders", asked);
    const titleOf = (strand: Pick<MetricSeries, "source" | "metric"> | undefined) =>
      answer.metrics.find(({ source, metric }) => source === strand?.source && metric === strand.metric)
        ?.title ?? "";
    const specs = chartSpecs(answer.series).map((spec) => {
      const own = answer.series.filter((one) =>
        spec.strands.some(({ source, metric }) => source === one.source && metric === one.metric),
      );
      const words = spec.title ?? titleOf(spec.strands[0]);
      return { title: words.toLowerCase(), subjects: new Set(own.map((one) => one.node ?? one.subject)) };
    });
    await expect(chartOf(page, "Connections")).toBeVisible();
    const titles = await titlesOf(page).allInnerTexts();
    for (const [index, title] of titles.entries()) {
      const { heads, rows } = await readAsTable(chartsOf(page).nth(index));
      const shown = new Set(heads.map((head) => head.split(" ")[0]));
      const fitting = specs.filter((spec) => spec.title === title.toLowerCase());
      const isOne = fitting.some(({ subjects }) => [...subjects].every((subject) => shown.has(subject)));
      expect(isOne, `${title}: ${heads}`).toBe(true);
      expect(
        [...rows.values()].flat().some((cell) => /\d|yes|no/.test(cell)),
        title,
      ).toBe(true);
    }

    for (const [title, metric, strand] of [
      ["Connections", "CurrConnections", "CloudWatch"],
      ["Connections", "connected_clients", "INFO"],
      ["New connections", "NewConnections", "CloudWatch"],
    ] as const) {
      const { heads, rows } = await readAsTable(chartOf(page, title));
      const own = answer.series.filter((one) => one.metric === metric && one.source !== "proxy");
      expect(own).toHaveLength(NODES.length);
      const at = answer.grids.find(({ source }) => source === own[0]?.source)?.at ?? [];
      for (const { node, unit, values } of own) {
        const column = heads.indexOf(`${node} ${strand}`);
        const cells = at.map((instant) => rows.get(formatInstantInput(Date.parse(instant)))?.[column]);
        const told = values.map((value) => formatMetric(unit, value));
        expect(values.some((value) => value !== null)).toBe(true);
        // A table ends with its newest number; empty rows before the first one say that nothing is known.
        expect(cells.map((cell) => cell ?? "—")).toEqual(told);
      }
    }
  }).toPass({ timeout: 180_000 });
});

test("an event that AWS tells stands on the axis and in the list soon after, once, and stays there", async ({
  page,
  open,
  request,
}) => {
  test.setTimeout(SLOW_MS);
  const message = `Failover from primary node orders-001 to replica node orders-002 completed (${Date.now()})`;
  await open(`${PAGE}?last=15m`);
  await startScenario("aws-event", { message });
  await expect(eventOf(page, message)).toHaveCount(1, { timeout: EVENT_WITHIN_MS });
  const mark = eventStripOf(page)
    .locator(":has(> title)")
    .filter({ has: page.locator("title", { hasText: message }) });
  await expect(mark).toHaveCount(1);
  await expect(eventOf(page, message)).toContainText("ElastiCache events");
  const told = async () =>
    (await readMetrics(request, "orders", { last: "15m", name: "CurrConnections" })).observations.filter(
      ({ sentence }) => sentence.includes(message),
    );
  expect(await told()).toMatchObject([{ kind: "event", subject: "orders", precisionMs: 60_000 }]);

  await mark.click();
  // Events of one moment are one mark, which leads to the first of them.
  await expect(page.locator("[data-event]:focus")).toHaveCount(1);
  await expect.poll(() => cursorIn(plotOf(page, "Connections"))).not.toBeNull();

  await endScenario("aws-event");
  const endedMs = Date.now();
  await until(
    "events asked for again",
    async () => {
      const { calls } = await readMetrics(request, "orders", { last: "1m", name: "CurrConnections" });
      const at = calls.find(({ source }) => source === "ElastiCache events")?.lastSuccessAt ?? null;
      return at !== null && Date.parse(at) > endedMs;
    },
    { everyMs: 500, timeoutMs: EVENT_WITHIN_MS },
  );
  expect(await told()).toHaveLength(1);
});

test("the cursor is one for all charts, and the keyboard moves it to the clients of a minute", async ({
  page,
  open,
}) => {
  await open(`${PAGE}?last=15m`);
  const connections = plotOf(page, "Connections");
  const opened = plotOf(page, "New connections");
  const isShared = async () => {
    const [here, there] = [await cursorIn(connections), await cursorIn(opened)];
    return here !== null && here === there;
  };
  expect(await cursorIn(opened)).toBeNull();
  await connections.hover();
  await expect(connections).toHaveAttribute("aria-valuetext", /UTC: .*orders-001/);
  await expect.poll(isShared).toBe(true);
  await page.mouse.move(0, 0);
  await expect.poll(() => cursorIn(opened)).toBeNull();

  await connections.focus();
  await page.keyboard.press("End");
  const last = await cursorIn(connections);
  await page.keyboard.press("ArrowLeft");
  await expect.poll(() => cursorIn(connections)).not.toBe(last);
  await expect.poll(isShared).toBe(true);
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/clusters\/orders\/clients\?.*at=/);
});

test("which metrics of which node stands in the URL, and survives reload, Back and Forward", async ({
  page,
  open,
}) => {
  await open(`${PAGE}?last=15m`);
  const topics = page.getByRole("group", { name: "Which metrics" });
  const node = page.getByRole("combobox", { name: "Node", exact: true });
  await topics.getByRole("link", { name: "Connections", exact: true }).click();
  await expect(page).toHaveURL(/last=15m&about=connections$/);
  await expect(chartOf(page, "Connections")).toBeVisible();
  await expect(chartOf(page, "Ping from here")).toBeHidden();
  await node.selectOption("orders-002");
  await expect(page).toHaveURL(/last=15m&node=127\.0\.0\.1(:|%3A)\d+&about=connections$/);
  const address = new URL(page.url()).searchParams.get("node") ?? "";
  const onlyOne = () =>
    expect
      .poll(async () => {
        const { heads } = await readAsTable(chartOf(page, "Connections"));
        return [...new Set(heads.map((head) => head.split(" ")[0]))];
      })
      .toEqual([address]);
  await onlyOne();

  await page.goBack();
  await expect(page).toHaveURL(/last=15m&about=connections$/);
  await expect(node).toHaveValue("");
  await page.goBack();
  await expect(page).toHaveURL(/last=15m$/);
  await expect(chartOf(page, "Ping from here")).toBeVisible();
  await page.goForward();
  await page.goForward();
  await expect(node).toHaveValue(address);
  await expect(chartOf(page, "Ping from here")).toBeHidden();

  await page.reload();
  await untilAlive(page);
  await expect(node).toHaveValue(address);
  await onlyOne();
  await page.getByRole("link", { name: "Clear" }).click();
  await expect(page).toHaveURL(/last=15m$/);
  await expect(chartOf(page, "Ping from here")).toBeVisible();
});

test("the keyboard goes from event to event, and the cursor of all charts goes along", async ({
  page,
  open,
}) => {
  await open(PAGE);
  const events = page.locator("[data-event]");
  await expect(events.nth(1)).toBeVisible();
  await events.first().focus();
  await page.keyboard.press("End");
  await expect(events.last()).toBeFocused();
  await page.keyboard.press("Home");
  await page.keyboard.press("ArrowDown");
  await expect(events.nth(1)).toBeFocused();
  await expect.poll(() => cursorIn(plotOf(page, "Connections"))).not.toBeNull();
});

test("a window between two instants shows the same after a reload", async ({ page, open, request }) => {
  test.setTimeout(SLOW_MS);
  const { from, to } = await settledWindow(request);
  await open(`${PAGE}?from=${from}&to=${to}&about=connections`);
  const shown = await readAsTable(chartOf(page, "Connections"));
  expect(shown.rows.size).toBeGreaterThan(0);
  await page.reload();
  await untilAlive(page);
  expect(await readAsTable(chartOf(page, "Connections"))).toEqual(shown);
  expect(new URL(page.url()).searchParams.get("to")).toBe(to);
});

test("CurrConnections is what the real servers counted when the minute ended", async ({ request }) => {
  test.setTimeout(SLOW_MS);
  const real = (await describeCluster("orders")).nodes;
  const compared = await until(
    "a minute that was watched on the servers too",
    async () => {
      const points = pointsOf(await readMetrics(request, "orders", { last: "15m", name: "CurrConnections" }));
      const all = real.map(({ address }, index) => {
        const told = [...(points.get(NODES[index] ?? "") ?? [])];
        return told.flatMap(([minuteMs, value]) => {
          const seen = samples?.around(portOf(address), minuteMs + 60_000);
          return seen ? [{ value, seen }] : [];
        });
      });
      return all.every((minutes) => minutes.length > 0) && all.flat();
    },
    { everyMs: 1_000, timeoutMs: 240_000 },
  );
  for (const { value, seen } of compared) {
    // AWS's own two connections to each node are counted by both.
    expect(value).toBeGreaterThanOrEqual(seen.min - 2);
    expect(value).toBeLessThanOrEqual(seen.max + 2);
  }
  const { comparisons } = await readMetrics(request, "orders", { last: "15m", name: "CurrConnections" });
  const counted = comparisons.filter(({ kind }) => kind === "connections");
  expect(counted.map(({ subject }) => subject).sort()).toEqual(NODES);
});

test("a cluster that AWS does not tell of shows its own numbers, and how to declare ElastiCache", async ({
  page,
  open,
  request,
}) => {
  const answer = await readMetrics(request, "feed", { last: "5m" });
  expect(answer).toMatchObject({ service: "none", calls: [], cloudwatch: null, signals: [] });
  expect(new Set(answer.series.map(({ source }) => source))).toEqual(new Set(["engine", "proxy"]));
  await open("/clusters/feed/metrics?last=5m");
  const panel = panelOf(page, "No ElastiCache is declared for this cluster");
  await expect(panel.getByRole("figure")).toContainText("elasticache:");
  await expect(panel.getByRole("figure")).toContainText("id: feed");
  await expect(chartOf(page, "Connections")).toBeVisible();
  await expect(page.getByRole("region", { name: "Proxies" })).toBeVisible();
  await expect(page.getByText("What AWS answers")).toBeHidden();
});
