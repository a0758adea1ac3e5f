import type { Locator, Page } from "@playwright/test";
import { readCluster, readConnections } from "@/e2e/api";
import { describeCluster } from "@/e2e/lab-control";
import { expect, test } from "@/e2e/test";
import { askConnections } from "@/lib/present/cluster/ask";
import { formatInstantInput } from "@/lib/present/time";
import { parseView } from "@/lib/present/url";
import { formatCount } from "@/lib/present/words";

const panel = (page: Page, title: string): Locator =>
  page.locator("section").filter({ has: page.getByRole("heading", { name: title, exact: true }) });

for (const [by, label, words] of [
  ["proxy", "Proxy", "by proxy"],
  ["group", "Group", "by client group"],
  ["node", "Node", "by node"],
] as const) {
  test(`connections by ${by}: chosen in the URL, and the chart's table has the API's numbers`, async ({
    page,
    open,
    request,
  }) => {
    const toMs = Math.floor(Date.now() / 1_000) * 1_000 - 5_000;
    const query = `from=${new Date(toMs - 300_000).toISOString()}&to=${new Date(toMs).toISOString()}`;
    await open(`/clusters/orders?${query}`);
    await page.getByRole("group", { name: "Connections by" }).getByRole("link", { name: label }).click();
    if (by !== "proxy") await expect(page).toHaveURL(new RegExp(`by=${by}`));
    await expect(page.getByRole("img", { name: `Connections ${words}` })).toBeVisible();

    await panel(page, "Connections").getByRole("button", { name: "Show as a table" }).click();
    const asked = askConnections(parseView(new URL(page.url()).searchParams));
    const { at, series, total } = await readConnections(request, "orders", asked);
    const newest = total.findLastIndex((value) => value !== null);
    const numbers = page.getByRole("table", { name: `Connections, ${words}` });
    const row = numbers.getByRole("row").nth(1);
    await expect(row.getByRole("rowheader")).toHaveText(formatInstantInput(Date.parse(at[newest] ?? "")));
    const [, ...heads] = await numbers.getByRole("columnheader").allInnerTexts();
    const cells = await row.getByRole("cell").allInnerTexts();
    const shown = Object.fromEntries(heads.map((head, index) => [head, cells[index]]));
    const shownOf = (value: number | null | undefined) =>
      formatCount(value === null || value === undefined ? value : Math.round(value));
    expect(shown).toMatchObject({
      ...Object.fromEntries(series.map(({ name, connections }) => [name, shownOf(connections[newest])])),
      all: shownOf(total[newest]),
    });
    expect(series.length).toBeGreaterThan(1);
  });
}

test("proxies with their share, nodes with role, limit and what watching costs them", async ({
  page,
  open,
  request,
}) => {
  const lab = await describeCluster("orders");
  await open("/clusters/orders");
  const proxies = page.getByRole("table", { name: "Proxies" });
  for (const { name, address } of lab.proxies) {
    await expect(proxies.getByRole("row").filter({ hasText: name })).toContainText(address);
  }
  const nodes = page.getByRole("table", { name: /^Nodes/ });
  const answer = await readCluster(request, "orders");
  expect(answer.nodes.map(({ address }) => address).sort()).toEqual(
    lab.nodes.map(({ address }) => address).sort(),
  );
  for (const { address, startedAs } of lab.nodes) {
    const row = nodes.getByRole("row").filter({ has: page.getByRole("link", { name: address }) });
    await expect(row).toContainText(startedAs);
    await expect(row).toContainText(/of 10,000/);
    await expect(row).toContainText(/\d.% of 0\.20.%full list every \d/);
  }
});

test("a click on a proxy shows its clients, and only those", async ({ page, open }) => {
  await open("/clusters/orders");
  await page.getByRole("table", { name: "Proxies" }).getByRole("link", { name: "proxy-3" }).click();
  await expect(page).toHaveURL(/\/clusters\/orders\/clients\?proxy=proxy-3$/);
  const rows = page.getByRole("table", { name: "Connections", exact: true }).getByRole("row");
  await expect(rows.nth(1)).toContainText("proxy-3");
  await expect(rows.filter({ hasText: "proxy-1" })).toHaveCount(0);
});

test("dragging over the chart zooms, and writes from and to", async ({ page, open }) => {
  await open("/clusters/orders?last=15m");
  const plot = page.getByRole("slider", { name: "Moment in Connections by proxy" });
  const box = await plot.boundingBox();
  if (box === null) throw new Error("the chart is not drawn");
  const y = box.y + box.height / 2;
  await page.mouse.move(box.x + box.width * 0.4, y);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.6, y, { steps: 4 });
  await page.mouse.move(box.x + box.width * 0.8, y, { steps: 4 });
  await page.mouse.up();
  await expect(page).toHaveURL(/from=.*&to=/);
  const { searchParams } = new URL(page.url());
  const lengthMs = Date.parse(searchParams.get("to") ?? "") - Date.parse(searchParams.get("from") ?? "");
  expect(lengthMs / 900_000).toBeCloseTo(0.4, 1);
  await expect(page.getByText(/The charts show .* UTC; everything else is now/)).toBeVisible();
});

test("a cluster that nobody declared is a page that says so and names the others", async ({ page, open }) => {
  const response = await page.goto("/clusters/none/clients");
  expect(response?.status()).toBe(404);
  await expect(page.getByRole("heading", { name: "No cluster has this id" })).toBeVisible();
  await page.getByRole("link", { name: "Orders cache" }).click();
  await expect(page).toHaveURL(/\/clusters\/orders$/);
  await open("/nowhere");
  await expect(page.getByRole("heading", { name: "There is no page here" })).toBeVisible();
});
