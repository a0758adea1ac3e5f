import { findViolations, measureOverflow } from "@/e2e/page-checks";
import { expect, test } from "@/e2e/test";

const PAGES = [
  "/",
  "/clusters/orders",
  "/clusters/orders/skew",
  "/clusters/feed/skew",
  "/clusters/orders/clients?proxy=proxy-1",
  "/clusters/orders/metrics",
];

for (const theme of ["light", "dark"] as const) {
  for (const path of PAGES) {
    test(`${path} in ${theme} has no serious accessibility violation`, async ({
      page,
      open,
      context,
      baseURL,
    }) => {
      await context.addCookies([{ name: "theme", value: theme, url: baseURL ?? "" }]);
      await open(path);
      await expect(page.locator("html")).toHaveAttribute("data-theme", theme);
      await expect(page.getByRole("table").first()).toBeVisible();
      expect(await findViolations(page)).toEqual([]);
    });
  }
}

test.describe("on a phone", () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true });

  for (const path of [...PAGES, "/clusters/catalog", "/clusters/catalog/skew", "/clusters/none"]) {
    test(`${path} does not scroll sideways`, async ({ page, open }) => {
      await open(path);
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
      expect(await measureOverflow(page)).toBe(0);
    });
  }
});
