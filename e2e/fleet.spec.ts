import type { Page } from "@playwright/test";
import { expect, test } from "@/e2e/test";
import { type ClustersAnswer, clustersAnswer } from "@/lib/contract/clusters";
import { formatCount } from "@/lib/present/words";

const HOUR_MS = 3_600_000;

const table = (page: Page) => page.getByRole("table", { name: "Clusters" });
const names = (page: Page) => table(page).getByRole("rowheader").getByRole("link");
const windowOf = (url: string) => {
  const { searchParams } = new URL(url);
  const from = Date.parse(searchParams.get("from") ?? "");
  return { from, length: Date.parse(searchParams.get("to") ?? "") - from };
};

test("all clusters stand there with the numbers that the API gave", async ({ page, open }) => {
  let last: ClustersAnswer | null = null;
  page.on("response", async (response) => {
    if (new URL(response.url()).pathname !== "/api/v1/clusters" || !response.ok()) return;
    last = clustersAnswer.parse(await response.json().catch(() => null));
  });
  await open("/");
  const heads = await table(page).getByRole("columnheader").allInnerTexts();
  const nodesAt = heads.findIndex((head) => head.startsWith("Nodes"));
  await expect(async () => {
    const clusters = last?.clusters ?? [];
    expect(clusters.map(({ id }) => id).sort()).toEqual(["catalog", "feed", "orders"]);
    for (const { name, connections, nodes, nodesAnswering } of clusters) {
      const row = table(page)
        .getByRole("row")
        .filter({ has: page.getByRole("link", { name, exact: true }) });
      const cells = row.getByRole("cell");
      expect(connections).toBeGreaterThan(0);
      expect((await cells.first().innerText()).trim()).toBe(formatCount(connections));
      expect(await cells.nth(nodesAt - 1).innerText()).toBe(`${nodesAnswering} of ${nodes}`);
    }
  }).toPass({ timeout: 30_000 });
});

test("sorting, filter and state stand in the URL and survive reload, Back and Forward", async ({
  page,
  open,
}) => {
  await open("/");
  await table(page).getByRole("link", { name: "Cluster" }).click();
  await expect(page).toHaveURL(/\?sort=name$/);
  await expect(names(page)).toHaveText(["Activity feed", "Catalog", "Orders cache"]);
  await table(page).getByRole("link", { name: "Cluster" }).click();
  await expect(page).toHaveURL(/\?sort=-name$/);
  await expect(names(page)).toHaveText(["Orders cache", "Catalog", "Activity feed"]);

  const filter = page.getByRole("textbox", { name: "Filter clusters" });
  await filter.fill("catalog");
  await expect(page).toHaveURL(/\?q=catalog&sort=-name$/);
  await expect(names(page)).toHaveText(["Catalog"]);

  await page.reload();
  await expect(filter).toHaveValue("catalog");
  await expect(names(page)).toHaveText(["Catalog"]);

  await page.goBack();
  await expect(page).toHaveURL(/\?sort=name$/);
  await expect(filter).toHaveValue("");
  await expect(names(page)).toHaveText(["Activity feed", "Catalog", "Orders cache"]);
  await page.goForward();
  await expect(filter).toHaveValue("catalog");
  await expect(names(page)).toHaveText(["Catalog"]);

  await open("/?state=unknown&q=zzz");
  await expect(page.getByText("None of 3 clusters passes the filter")).toBeVisible();
  await page.getByRole("link", { name: "Show all" }).click();
  await expect(page).toHaveURL(/\/$/);
  await expect(names(page)).toHaveCount(3);
});

test("a link chosen by nobody's hand, with junk in it, shows the fleet", async ({ page, open }) => {
  await open("/?state=purple&sort=;drop&last=-4&from=yesterday&page=none&q=");
  await expect(names(page)).toHaveCount(3);
});

test("the keyboard finds a cluster, walks the table, steps through time and explains itself", async ({
  page,
  open,
}) => {
  await open("/?sort=name");
  await page.keyboard.press("/");
  const palette = page.getByRole("dialog", { name: "Search the fleet" });
  await page.keyboard.type("ord");
  await expect(palette.getByRole("option").first()).toContainText("Orders cache");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/clusters\/orders$/);
  await expect(palette).toBeHidden();

  await page.goBack();
  await names(page).first().focus();
  await page.keyboard.press("ArrowDown");
  await expect(names(page).nth(1)).toBeFocused();
  await page.keyboard.press("ArrowUp");
  await expect(names(page).first()).toBeFocused();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await expect(names(page).nth(2)).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/clusters\/orders$/);

  await page.goBack();
  await expect(table(page)).toBeVisible();
  await page.keyboard.press("?");
  const keys = page.getByRole("dialog", { name: "Keys" });
  await expect(keys).toContainText("Half a window back");
  await page.keyboard.press("Escape");
  await expect(keys).toBeHidden();

  await page.keyboard.press("[");
  await expect(page).toHaveURL(/from=.*&to=/);
  const once = windowOf(page.url());
  expect(once.length).toBe(HOUR_MS);
  await page.keyboard.press("[");
  await expect.poll(() => windowOf(page.url()).from).toBe(once.from - HOUR_MS / 2);
  await page.keyboard.press("]");
  await expect.poll(() => windowOf(page.url()).from).toBe(once.from);
  await page.keyboard.press("]");
  await expect(page).toHaveURL(/\/\?sort=name$/);
});

test("numbers are renewed in place: no reload, no flicker, and their age ticks", async ({ page, open }) => {
  await open("/");
  await table(page).evaluate((element) => {
    const marked = Object.assign(window, { evenkeelKept: element, evenkeelGone: 0 });
    new MutationObserver((changes) => {
      for (const { removedNodes } of changes)
        for (const node of removedNodes)
          if (node.contains(marked.evenkeelKept) || (node instanceof Element && node.matches("tr, main")))
            marked.evenkeelGone += 1;
    }).observe(document.body, { childList: true, subtree: true });
  });
  const ages = new Set<string>();
  const age = table(page).getByRole("row").filter({ hasText: "Catalog" }).getByRole("cell").last();
  let answers = 0;
  page.on("response", (response) => {
    if (new URL(response.url()).pathname === "/api/v1/clusters") answers += 1;
  });
  await expect
    .poll(
      async () => {
        ages.add(await age.innerText());
        return answers;
      },
      { intervals: [250] },
    )
    .toBeGreaterThanOrEqual(2);
  expect(ages.size).toBeGreaterThan(2);
  const kept = await table(page).evaluate((element) => {
    const { evenkeelKept, evenkeelGone } = window as unknown as Record<string, unknown>;
    return { same: element === evenkeelKept, gone: evenkeelGone };
  });
  expect(kept).toEqual({ same: true, gone: 0 });
});

test("a copied link holds the window at two instants and shows the same later", async ({
  page,
  open,
  context,
}) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await open("/?last=15m&sort=name");
  await page.getByRole("button", { name: "Copy link" }).click();
  await expect(page.getByRole("button", { name: "Copy link" }).getByRole("status")).toHaveText("Copied");
  const link = await page.evaluate(() => navigator.clipboard.readText());
  expect(new URL(link).searchParams.has("last")).toBe(false);
  expect(new URL(link).searchParams.get("sort")).toBe("name");
  expect(windowOf(link).length).toBe(900_000);
  await open(link);
  await expect(page.getByText(/The curves show .* UTC; everything else is now/)).toBeVisible();
  await page.getByRole("link", { name: "Back to live" }).click();
  await expect(page).toHaveURL(/\?last=15m&sort=name$/);
});
