import { readClients } from "@/e2e/api";
import { describeCluster, primaryOf } from "@/e2e/lab-control";
import { openNamedConnections } from "@/e2e/named-connections";
import { expect, test } from "@/e2e/test";
import { until } from "@/lab/until";

/** All that a name may hold and a page must not believe. */
const NAME = `e2e="<script>alert(1)</script>'&amp;=`;
const QUERY = `q=${encodeURIComponent(NAME)}`;

test("a connection with a hostile name is escaped, counted, found by filters, and there at its time only", async ({
  page,
  open,
  request,
}) => {
  const orders = await describeCluster("orders");
  const direct = primaryOf(orders).address;
  const [first, second] = orders.proxies;
  const count = async (at?: string) =>
    (await readClients(request, "orders", { q: NAME, ...(at !== undefined && { at }) })).matching;
  const before = new Date().toISOString();
  const opened = await openNamedConnections(NAME, [first?.listen ?? "", second?.listen ?? "", direct]);
  let during = "";
  try {
    page.on("dialog", (dialog) => {
      throw new Error(`the page ran a client's name: ${dialog.message()}`);
    });
    await until("all three counted", async () => (await count()) === 3);
    during = new Date().toISOString();
    await open(`/clusters/orders/clients?${QUERY}`);
    const rows = page.getByRole("table", { name: "Connections", exact: true }).getByRole("row");
    await expect(rows).toHaveCount(4);
    await expect(rows.nth(1).getByRole("cell").first()).toHaveText(NAME);
    await expect(page.getByRole("search").getByRole("status")).toHaveText(/^3 of \d+ connections$/);

    await page.getByRole("combobox", { name: "Proxy" }).selectOption(second?.name ?? "");
    await expect(page).toHaveURL(new RegExp(`proxy=${second?.name}`));
    await expect(rows).toHaveCount(2);
    await page.getByRole("combobox", { name: "Proxy" }).selectOption("direct");
    await expect(rows).toHaveCount(2);
    await expect(rows.nth(1)).toContainText(direct);
    await page.getByRole("link", { name: "Clear" }).click();
    await expect(page).toHaveURL(/\/clusters\/orders\/clients$/);
  } finally {
    opened.close();
  }
  await until("all three gone", async () => (await count()) === 0);

  expect(await count(before)).toBe(0);
  expect(await count(during)).toBe(3);
  await open(`/clusters/orders/clients?at=${during}&${QUERY}`);
  await expect(page.getByRole("heading", { name: "Clients then" })).toBeVisible();
  await expect(page.getByRole("table", { name: "Connections", exact: true }).getByRole("row")).toHaveCount(4);
  await open(`/clusters/orders/clients?at=${before}&${QUERY}`);
  await expect(page.getByText("No connection passes the filters")).toBeVisible();
});

test("pages of a hundred go forth and back over one moment", async ({ page, open, request }) => {
  const name = "e2e-one-of-many";
  const { address } = primaryOf(await describeCluster("orders"));
  const opened = await openNamedConnections(name, Array<string>(120).fill(address));
  try {
    await until(
      "all of them counted",
      async () => (await readClients(request, "orders", { q: name })).matching === 120,
    );
    await open(`/clusters/orders/clients?q=${name}&sort=address`);
    const panel = page.locator("section").filter({ has: page.getByRole("heading", { name: "Connections" }) });
    await expect(panel).toContainText("1 – 100 of 120");
    const rows = page.getByRole("table", { name: "Connections", exact: true }).getByRole("row");
    await expect(rows).toHaveCount(101);
    await panel.getByRole("button", { name: "Next 100" }).first().click();
    await expect(panel).toContainText("101 – 120 of 120");
    await expect(rows).toHaveCount(21);
    await panel.getByRole("button", { name: "Back" }).first().click();
    await expect(panel).toContainText("1 – 100 of 120");
  } finally {
    opened.close();
  }
});

test("a moment is typed, stepped and released", async ({ page, open }) => {
  await open("/clusters/orders/clients");
  const field = page.getByRole("textbox", { name: "Moment, UTC" });
  await field.fill("teatime");
  await field.press("Enter");
  await expect(field).toHaveAttribute("aria-invalid", "true");
  await field.fill("-30s");
  await field.press("Enter");
  await expect(page).toHaveURL(/at=\d{4}-/);
  await expect(page.getByRole("heading", { name: "Clients then" })).toBeVisible();
  await page.getByRole("button", { name: "One minute back" }).click();
  await expect.poll(() => new URL(page.url()).searchParams.get("at")).toMatch(/Z$/);
  await page.getByRole("button", { name: "Now", exact: true }).click();
  await expect(page.getByRole("heading", { name: "Clients now" })).toBeVisible();
  await expect(page).not.toHaveURL(/at=/);
});
