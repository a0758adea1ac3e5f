import { setTimeout as delay } from "node:timers/promises";
import { readAllClients, readFleet, readSkew, rowOf } from "@/e2e/api";
import { endScenario, readTruth, startScenario } from "@/e2e/lab-control";
import { findViolations, measureOverflow } from "@/e2e/page-checks";
import { namesOf, panelOf, plotOf, sideOf, sidesOf, verdictOf } from "@/e2e/skew-page";
import { expect, test } from "@/e2e/test";
import { until } from "@/lab/until";
import type { SkewAnswer, SkewVerdictAnswer } from "@/lib/contract/skew";
import { LABEL } from "@/lib/domain/skew/evidence-labels";

/** The published experiment, watched through the API and the page. What needs no verdict is tried while it grows. */

const SCENARIO = "lifo-drift";
const SLOW = "proxy-3";
const PROXIES = ["proxy-1", "proxy-2", "proxy-3", "proxy-4"];
const WITHIN_MS = 180_000;
/** What is so now is told from what was so before: three minutes of a fleet with nothing done to it, as the soak gives. */
const QUIET_MS = 180_000;
const PAGE = "/clusters/orders/skew?last=15m";

/** When the proxy became slow, and when its verdict was first read. */
let slowSinceMs = 0;
let saidMs = 0;

test.describe.configure({ mode: "serial" });

test.beforeAll(async () => {
  test.setTimeout(QUIET_MS + 60_000);
  const entries = await readTruth(0);
  const labStartedMs = entries.find(({ action }) => action === "lab-started")?.atMs ?? Date.now();
  await delay(Math.max(0, labStartedMs + QUIET_MS - Date.now()));
  const beganMs = Date.now();
  await startScenario(SCENARIO);
  const slowed = await until("the slow proxy", async () => {
    const entries = await readTruth(beganMs);
    return entries.find(({ action, subject }) => action === "proxy-delayed" && subject === SLOW) ?? null;
  });
  slowSinceMs = slowed.atMs;
});

test.afterAll(() => endScenario(SCENARIO));

test("every chart is a table too, with each proxy in it", async ({ page, open }) => {
  await open(PAGE);
  for (const [title, proxiesAre] of [
    ["Share of connections", "columnheader"],
    ["Opened and closed", "rowheader"],
    ["How long connections live", "columnheader"],
    ["Latency", "columnheader"],
    ["Share against fair share, proxy by proxy", "columnheader"],
  ] as const) {
    const panel = panelOf(page, title);
    await panel.getByRole("button", { name: "Show as a table" }).click();
    const table = panel.getByRole("table", { name: new RegExp(`^${title}, `) });
    for (const name of PROXIES) {
      await expect(table.getByRole(proxiesAre, { name, exact: true })).toBeVisible();
    }
    await expect(table.getByRole("cell").filter({ hasText: /\d/ }).first()).toBeVisible();
  }
});

test("the keyboard walks both sides of each proxy, down to the connections of one", async ({
  page,
  open,
}) => {
  await open(PAGE);
  const table = sidesOf(page);
  await expect(namesOf(table)).toHaveCount(PROXIES.length);
  await table.getByRole("link", { name: "From clients" }).click();
  await expect(page).toHaveURL(/sort=-?front/);
  const names = namesOf(table);
  await names.first().focus();
  await page.keyboard.press("ArrowDown");
  await expect(names.nth(1)).toBeFocused();
  await page.keyboard.press("ArrowUp");
  await expect(names.first()).toBeFocused();
  const chosen = await names.first().innerText();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(new RegExp(`/clusters/orders/clients\\?.*proxy=${chosen}$`));
  const rows = page.getByRole("table", { name: "Connections", exact: true }).getByRole("row");
  await expect(rows.nth(1)).toContainText(chosen);
  for (const other of PROXIES.filter((name) => name !== chosen)) {
    await expect(rows.filter({ hasText: other })).toHaveCount(0);
  }
});

test("a moment leads to the clients of then: by key, by click, and cell by cell", async ({ page, open }) => {
  await open(PAGE);
  const plot = plotOf(page, "Share of connections");
  await plot.focus();
  await page.keyboard.press("End");
  await page.keyboard.press("ArrowLeft");
  await expect(plot).toHaveAttribute("aria-valuetext", /UTC: .*proxy-\d \d/);
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/clusters\/orders\/clients\?.*at=/);

  await page.goBack();
  const box = await plot.boundingBox();
  if (box === null) throw new Error("the chart is not drawn");
  await page.mouse.click(box.x + box.width * 0.98, box.y + box.height / 2);
  await expect(page).toHaveURL(/\/clusters\/orders\/clients\?.*at=/);
  await expect(page.getByRole("heading", { name: "Clients then" })).toBeVisible();

  await page.goBack();
  const map = page.getByRole("slider", { name: "Cell of Share against fair share, proxy by proxy" });
  await map.focus();
  await page.keyboard.press("End");
  await expect(map).toHaveAttribute("aria-valuetext", /proxy-\d/);
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/clusters\/orders\/clients\?.*at=.*proxy=proxy-\d/);
});

test("lifo-drift is told of the slow proxy within 180 s, arrivals even, its close hazard half of the others' at most", async ({
  request,
}) => {
  test.setTimeout(WITHIN_MS + 60_000);
  const { answer, verdict } = await until(
    "lifo-drift",
    async () => {
      const now = await readSkew(request, "orders", { from: new Date(slowSinceMs).toISOString() });
      const [leading] = now.verdicts.filter(({ until: ended }) => ended === null);
      return leading?.kind === "lifo-drift" && { answer: now, verdict: leading };
    },
    { everyMs: 1_000, timeoutMs: Math.max(10_000, slowSinceMs + WITHIN_MS - Date.now()) },
  );
  saidMs = Date.parse(answer.now);
  console.log(
    `lifo-drift after ${Math.round((saidMs - slowSinceMs) / 1_000)} s, confidence ${verdict.confidence.toFixed(2)}`,
  );
  expect(verdict).toMatchObject({ subject: SLOW, by: "proxy", group: "drift-api" });
  expect(verdict.sentence).toContain(SLOW);
  expect(answer.by).toBe("proxy");
  expect(answer.skew).toBeGreaterThan(1);
  expect(evidenceOf(verdict, LABEL.hazard)).toBeLessThanOrEqual(0.5);
  const arrivals = [LABEL.openedOwn, LABEL.openedLeast, LABEL.openedMost].map((label) =>
    evidenceOf(verdict, label),
  );
  expectEven(arrivals);

  // The rows say the same of the time since then, by HAProxy's own counters.
  const rows = PROXIES.map((name) => rowOf(answer, name));
  expectEven(rows.map(({ openedPerSec }) => openedPerSec));
  const slow = rowOf(answer, SLOW);
  expect(slow.latencyMs).toBeGreaterThanOrEqual(200);
  expect(slow.share).toBe(Math.max(...rows.map(({ share }) => share ?? 0)));
  const told = {
    fairShare: 0.25,
    source: "HAProxy CSV",
    front: { state: "known" },
    back: { state: "known" },
  };
  for (const row of rows) expect(row).toMatchObject(told);
  expect(answer.unattributed.ratio).toBeGreaterThanOrEqual(0);
});

test("the fleet says it of the cluster, ranks it first, and leads to its page", async ({
  page,
  open,
  request,
}) => {
  const { clusters } = await readFleet(request);
  expect(clusters[0]).toMatchObject({ id: "orders", verdict: { kind: "lifo-drift", subject: SLOW } });
  expect(clusters[0]?.skew).toBeGreaterThan(1);
  await open("/");
  const first = page.getByRole("table", { name: "Clusters" }).getByRole("row").nth(1);
  await expect(first.getByRole("rowheader")).toContainText("Orders cache");
  await expect(first).toContainText(SLOW);
  const map = page.getByRole("slider", { name: "Cell of Share of connections of each proxy over time" });
  await map.focus();
  // Ranked by change: the slow proxy before the others of its cluster.
  await page.keyboard.press("ArrowRight");
  await expect(async () => {
    if (!/Orders cache/.test((await map.getAttribute("aria-valuetext")) ?? "")) {
      await page.keyboard.press("ArrowDown");
    }
    await expect(map).toHaveAttribute("aria-valuetext", new RegExp(`Orders cache.*${SLOW}`), {
      timeout: 500,
    });
  }).toPass();
  await first.getByRole("link", { name: "LIFO drift" }).click();
  await expect(page).toHaveURL(/\/clusters\/orders\/skew$/);
  await expect(verdictOf(page, "LIFO drift")).toBeVisible();
});

test("the page says it as a sentence with its numbers, and what to do about it, ready to copy", async ({
  page,
  open,
  context,
}) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await open(PAGE);
  const verdict = verdictOf(page, "LIFO drift");
  await expect(verdict).toContainText(`connections through ${SLOW} are closed`);
  await expect(verdict).toContainText(/since \d\d:\d\d:\d\d · confidence 0\.\d\d/);
  await expect(verdict).toContainText(/% of churn unattributed/);
  await expect(verdict.getByText("of connections (fair 25")).toBeVisible();
  const folded = verdict.getByText("closed as often as the others");
  await expect(folded).toBeHidden();
  await verdict.getByText(/^\d+ more numbers?$/).click();
  await expect(folded).toBeVisible();

  const remedy = verdict.getByRole("region", { name: "What to do" });
  const codes = remedy.getByRole("figure");
  const copied = async (index: number) => {
    const figure = codes.nth(index);
    await figure.getByRole("button", { name: /^Copy: / }).click();
    await expect(figure.getByRole("status")).toHaveText("Copied");
    const text = await page.evaluate(() => navigator.clipboard.readText());
    expect(text.trim()).toBe((await figure.locator("code").innerText()).trim());
    return text;
  };
  expect(await copied(0)).toMatch(/fifo|ioredis/i);
  for (const step of await remedy.locator("details > summary").all()) await step.click();
  expect(await copied((await codes.count()) - 1)).toMatch(/CLIENT KILL ID \d+/);
  await expect(remedy).toContainText(/never run by Evenkeel/i);
  await expect(sideOf(page, SLOW)).toContainText(/2\d\d\s*ms/);
});

test("two moments side by side: what differs, in a link that keeps the view", async ({ page, open }) => {
  await open(PAGE);
  await page.getByRole("button", { name: "Compare moments" }).click();
  await expect(page).toHaveURL(/from=.*&to=.*&a=.*&b=/);
  const compared = page.getByRole("table", { name: "Proxy by proxy: A, B and what changed" });
  await expect(compared.getByRole("rowheader")).toHaveCount(PROXIES.length);
  await page
    .getByRole("textbox", { name: "Moment A, UTC" })
    .fill(new Date(slowSinceMs).toISOString().slice(0, 19));
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(new RegExp(`a=${new Date(slowSinceMs).toISOString().slice(0, 19)}Z`));
  await expect(compared.getByRole("rowheader").first()).toHaveText(SLOW);
  await expect(compared.getByRole("row").nth(1)).toContainText(/\+\d+(\.\d)?\s*pts/);
  const groups = page.getByRole("table", { name: "Client groups: A, B and what changed" });
  await expect(groups.getByRole("row").filter({ hasText: "drift-api" })).toContainText("+");

  // B is the bucket that was still filling: what was there at A stands.
  const shareAtA = compared.getByRole("row").nth(1).getByRole("cell").first();
  const shown = await shareAtA.innerText();
  const url = page.url();
  await page.reload();
  await expect(compared.getByRole("rowheader").first()).toHaveText(SLOW);
  await expect(shareAtA).toHaveText(shown, { useInnerText: true });
  expect(page.url()).toBe(url);
  await page.getByRole("button", { name: "Stop comparing" }).click();
  await expect(compared).toBeHidden();
});

for (const theme of ["light", "dark"] as const) {
  test(`a verdict in ${theme} has no serious accessibility violation`, async ({
    page,
    open,
    context,
    baseURL,
  }) => {
    await context.addCookies([{ name: "theme", value: theme, url: baseURL ?? "" }]);
    await open(PAGE);
    await expect(verdictOf(page, "LIFO drift")).toBeVisible();
    for (const folded of await page.locator("main details > summary").all()) await folded.click();
    expect(await findViolations(page)).toEqual([]);
  });
}

test("a verdict on a phone does not scroll sideways", async ({ page, open }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await open(PAGE);
  await expect(verdictOf(page, "LIFO drift")).toBeVisible();
  expect(await measureOverflow(page)).toBe(0);
});

test("ended, its connections are gone; a link to that time still says what was", async ({
  page,
  open,
  request,
}) => {
  await endScenario(SCENARIO);
  await until("no client of the experiment", async () => {
    const clients = await readAllClients(request, "orders", { group: "drift-api" });
    return clients.size === 0;
  });
  await expect
    .poll(async () => rowOf(await readSkew(request, "orders"), SLOW).latency?.minMs)
    .toBeLessThan(200);
  const [from, to] = [slowSinceMs, saidMs].map((atMs) => new Date(atMs).toISOString());
  await open(`/clusters/orders/skew?from=${from}&to=${to}`);
  await expect(verdictOf(page, "LIFO drift")).toContainText(SLOW);
});

function evidenceOf({ evidence }: Pick<SkewVerdictAnswer, "evidence">, label: string): number | null {
  return evidence.find((one) => one.label === label)?.value ?? null;
}

/** Each within 15 % of the mean, which is the fair share of four alike. */
function expectEven(rates: readonly SkewAnswer["proxies"][number]["openedPerSec"][]): void {
  const known = rates.map((rate) => rate ?? Number.NaN);
  const mean = known.reduce((sum, rate) => sum + rate, 0) / known.length;
  for (const rate of known) {
    expect(rate / mean, `${known.join(", ")} per second`).toBeGreaterThan(0.85);
    expect(rate / mean, `${known.join(", ")} per second`).toBeLessThan(1.15);
  }
}
