import type { Locator, Page } from "@playwright/test";
import { expect, test } from "@/e2e/test";

const RECENT = "/clusters/orders?last=15m";

const plot = (page: Page, name: string): Locator => page.getByRole("slider", { name: `Moment in ${name}` });

test("a chart is read by keyboard, moment by moment, and Enter shows the clients of that moment", async ({
  page,
  open,
}) => {
  await open(RECENT);
  const lines = plot(page, "Connections by proxy");
  await lines.focus();
  await page.keyboard.press("End");
  await page.keyboard.press("ArrowLeft");
  await expect(lines).toHaveAttribute("aria-valuetext", /UTC: .*proxy-\d/);
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/clusters\/orders\/clients\?.*at=/);
});

test("the cursor is shared: pointing at one chart marks the moment in the other", async ({ page, open }) => {
  await open(RECENT);
  const box = await plot(page, "Connections by proxy").boundingBox();
  if (box === null) throw new Error("the chart is not drawn");
  const churn = plot(page, "Opened and closed per second");
  await expect(churn).toHaveAttribute("aria-valuetext", "none");
  await page.mouse.move(box.x + box.width * 0.9, box.y + box.height / 2);
  await expect(churn).toHaveAttribute("aria-valuetext", /UTC: opened/);
});

test("a chart goes elsewhere as picture and as numbers", async ({ page, open }) => {
  await open(RECENT);
  await expect(plot(page, "Connections by proxy")).toBeVisible();
  for (const [item, file] of [
    ["Download PNG", "orders-connections.png"],
    ["Download SVG", "orders-connections.svg"],
    ["Download CSV", "orders-connections.csv"],
  ] as const) {
    await page.getByRole("button", { name: "Copy or download this chart" }).first().click();
    const download = page.waitForEvent("download");
    await page.getByRole("menuitem", { name: item }).click();
    expect((await download).suggestedFilename()).toBe(file);
  }
});
