import { request as newRequest } from "@playwright/test";
import { readSkew, rowOf } from "@/e2e/api";
import { startDashboardProcess } from "@/e2e/dashboard";
import { changeFleetFile } from "@/e2e/fleet-copy";
import { namesOf, panelOf, sideOf, sidesOf } from "@/e2e/skew-page";
import { readStack } from "@/e2e/stack";
import { expect, test, untilAlive } from "@/e2e/test";
import { until } from "@/lab/until";

test("proxies that share connections are judged by what they say of their clients", async ({
  page,
  open,
  request,
}) => {
  const answer = await until("both twemproxies told", async () => {
    const now = await readSkew(request, "feed", { last: "5m" });
    return now.proxies.length === 2 && now.proxies.every(({ front }) => front.state === "known") && now;
  });
  for (const row of answer.proxies) {
    expect(row).toMatchObject({ kind: "multiplexing", back: { state: "known" }, fairShare: 0.5 });
    expect(row.source).toMatch(/^twemproxy/);
    expect(row.front).toMatchObject({ state: "known", connections: row.connections });
    expect(row.commandsPerSec).toBeGreaterThan(0);
  }
  await open("/clusters/feed/skew?last=5m");
  await expect(panelOf(page, "Both sides of each proxy")).toContainText(
    "they share connections to Redis among clients: only their own numbers tell skew",
  );
  await expect(namesOf(sidesOf(page))).toHaveText(["twemproxy-1", "twemproxy-2"]);
  await expect(sideOf(page, "twemproxy-1")).toContainText("twemproxy");
});

test("a cluster without proxies compares its nodes, and finds nothing wrong with them", async ({
  page,
  open,
  request,
}) => {
  const { by, available, proxies, verdicts } = await readSkew(request, "catalog");
  expect({ by, available }).toEqual({ by: "node", available: ["node"] });
  expect(proxies.length).toBeGreaterThanOrEqual(3);
  const holding = verdicts.filter(({ until: ended }) => ended === null);
  for (const { kind, condition } of holding) {
    expect(["balanced", "insufficient-data"]).toContain(kind);
    if (kind === "insufficient-data") expect(condition).toMatch(/\d/);
  }
  await open("/clusters/catalog/skew");
  const nodes = page.getByRole("table", { name: "Each node", exact: true });
  await expect(namesOf(nodes)).toHaveCount(proxies.length);
  await expect(page.getByRole("img", { name: /^Opened and closed per second by node/ })).toBeVisible();
  await namesOf(nodes).first().click();
  await expect(page).toHaveURL(/\/clusters\/catalog\/clients\?node=/);
});

test("proxies, nodes and zones are compared, each in a link of its own", async ({ page, open, request }) => {
  const { available } = await readSkew(request, "orders");
  expect(available).toEqual(["proxy", "node", "zone"]);
  await open("/clusters/orders/skew");
  await page.getByRole("group", { name: "Compare by" }).getByRole("link", { name: "zones" }).click();
  await expect(page).toHaveURL(/by=zone$/);
  const zones = page.getByRole("table", { name: "Each zone", exact: true });
  const { proxies } = await readSkew(request, "orders", { by: "zone" });
  await expect(zones.getByRole("rowheader")).toHaveCount(proxies.length);
  await page.reload();
  await expect(zones).toBeVisible();
  await page.goBack();
  await expect(sidesOf(page)).toBeVisible();
});

test("statistics that are down or another's leave that front unknown with its reason; without proxies the page says how to declare them", async ({
  page,
}) => {
  const fleetFile = changeFleetFile(readStack().fleetFile, "evenkeel-changed.yaml", (fleet) => {
    const stats = (cluster: number, proxy: number) => ["clusters", cluster, "proxies", proxy, "stats"];
    fleet.setIn([...stats(0, 0), "haproxy"], "http://127.0.0.1:9/;csv");
    fleet.setIn([...stats(0, 1), "haproxy"], `http://${fleet.getIn([...stats(2, 0), "twemproxy"])}/;csv`);
    fleet.deleteIn(["clusters", 2, "proxies"]);
  });
  const dashboard = await startDashboardProcess(fleetFile, "data-changed");
  const api = await newRequest.newContext({ baseURL: dashboard.url });
  try {
    const answer = await until("what each proxy tells", async () => {
      const now = await readSkew(api, "orders", { last: "5m" });
      const told = now.proxies.filter(({ front, latency }) => front.state === "known" && latency !== null);
      const untold = ["proxy-1", "proxy-2"].every((name) => {
        const { front, latency } = rowOf(now, name);
        return front.state === "unknown" && latency !== null;
      });
      return told.length === 2 && untold && now;
    });
    for (const name of ["proxy-1", "proxy-2"]) {
      const { front, back, connections, latency, source } = rowOf(answer, name);
      expect(front.state === "unknown" && front.reason, name).toMatch(/\w+ \w+/);
      expect(back).toMatchObject({ state: "known" });
      expect(connections).toBeGreaterThan(0);
      expect(latency?.sent).toBeGreaterThan(0);
      expect(source).toBe("CLIENT LIST");
    }
    await page.goto(`${dashboard.url}/clusters/orders/skew?last=5m`);
    await untilAlive(page);
    for (const name of ["proxy-1", "proxy-2"]) {
      const { front } = rowOf(answer, name);
      const row = sideOf(page, name);
      await expect(row).toContainText(`from clients: ${front.state === "unknown" && front.reason}`);
      // Unknown is a dash, not a zero; what goes to Redis has its number.
      await expect(row.getByRole("cell").nth(1)).not.toContainText(/\d/);
      await expect(row.getByRole("cell").nth(2)).toContainText(/\d/);
    }

    await page.goto(`${dashboard.url}/clusters/feed/skew`);
    await untilAlive(page);
    await expect(page.getByText("No proxies are declared for this cluster")).toBeVisible();
    await expect(page.getByRole("figure")).toContainText("proxies:");
    await api.dispose();
  } finally {
    await dashboard.stop();
  }
});
