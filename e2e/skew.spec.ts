import { endScenario, startScenario } from "@/e2e/lab-control";
import { expect, test } from "@/e2e/test";

const RECENT = "/clusters/orders/skew?last=15m";
const SLOW = "proxy-3";
/** The verdict is due within three minutes of the scenario's start; a busy machine gets a little longer. */
const VERDICT_WITHIN_MS = 240_000;

test("both sides of each proxy stand in a table that is sorted and walked by keyboard, and lead to its connections", async ({
  page,
  open,
}) => {
  await open(RECENT);
  const table = page.getByRole("table", { name: "Both sides of each proxy" });
  const names = table.getByRole("rowheader").getByRole("link");
  await expect(names).toHaveCount(4);
  await table.getByRole("link", { name: "To Redis" }).click();
  await expect(page).toHaveURL(/sort=-back/);
  await names.first().focus();
  await page.keyboard.press("ArrowDown");
  await expect(names.nth(1)).toBeFocused();
  const name = await names.nth(1).innerText();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(new RegExp(`/clusters/orders/clients\\?.*proxy=${name}`));
});

test("the heat map is read cell by cell, and Enter shows the connections of then", async ({ page, open }) => {
  await open(RECENT);
  const cells = page.getByRole("slider", { name: /^Cell of Share against fair share/ });
  await cells.focus();
  await page.keyboard.press("ArrowRight");
  await expect(cells).toHaveAttribute("aria-valuetext", /^proxy-\d, .* UTC: .*fair share 25/);
  await page.keyboard.press("ArrowDown");
  await expect(cells).toHaveAttribute("aria-valuetext", /^proxy-\d, /);
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/clusters\/orders\/clients\?.*at=.*proxy=proxy-\d/);
});

test("two moments are compared, and the comparison is its URL", async ({ page, open }) => {
  await open(RECENT);
  await page.getByRole("button", { name: "Compare moments" }).click();
  await expect(page).toHaveURL(/[?&]a=.*&b=/);
  const compared = page.getByRole("table", { name: "Proxy by proxy: A, B and what changed" });
  await expect(compared.getByRole("rowheader")).toHaveCount(4);
  await page.reload();
  await expect(compared.getByRole("rowheader")).toHaveCount(4);
  await expect(page.getByRole("table", { name: "Client groups: A, B and what changed" })).toBeVisible();
  await page.getByRole("button", { name: "Stop comparing" }).click();
  await expect(page).not.toHaveURL(/[?&]a=/);
});

test("g s leads from any page of a cluster to its skew", async ({ page, open }) => {
  await open("/clusters/orders");
  // The page's own keys are bound a moment after the header's.
  await expect(async () => {
    await page.keyboard.press("g");
    await page.keyboard.press("s");
    await expect(page).toHaveURL(/\/clusters\/orders\/skew$/, { timeout: 2000 });
  }).toPass();
});

test("a slow proxy that attracts connections is named, with its evidence and the setting to change", async ({
  page,
  open,
}) => {
  test.setTimeout(VERDICT_WITHIN_MS + 60_000);
  await startScenario("lifo-drift", { proxy: SLOW });
  try {
    await open(RECENT);
    const chip = page.getByText("LIFO drift", { exact: true });
    await expect(chip.first()).toBeVisible({ timeout: VERDICT_WITHIN_MS });
    await expect(page.getByText(new RegExp(`connections through ${SLOW} are closed`)).first()).toBeVisible();
    await expect(page.getByText(/^closed there \(others/)).toBeVisible();
    await expect(page.getByRole("region", { name: "What to do" }).locator("pre").first()).not.toBeEmpty();
    const share = page.getByRole("slider", { name: "Moment in Share of connections" });
    await share.focus();
    await page.keyboard.press("End");
    await expect(share).toHaveAttribute("aria-valuetext", new RegExp(`UTC: ${SLOW} `));

    await open("/");
    const row = page
      .getByRole("table", { name: "Clusters" })
      .getByRole("row")
      .filter({ hasText: "Orders cache" });
    await row.getByRole("link", { name: "LIFO drift" }).click();
    await expect(page).toHaveURL(/\/clusters\/orders\/skew$/);
  } finally {
    await endScenario("lifo-drift");
  }
});
