import AxeBuilder from "@axe-core/playwright";
import { expect, test } from "@/e2e/test";

type Axe = ConstructorParameters<typeof AxeBuilder>[0];

const PAGES = ["/", "/clusters/orders", "/clusters/orders/skew", "/clusters/orders/clients?proxy=proxy-1"];

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
      // npm may install another patch version of playwright-core for axe: the same page, types that do not fit.
      const { violations } = await new AxeBuilder({ page } as unknown as Axe).analyze();
      const serious = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
      expect(
        serious.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(" ")).join(", ")}`),
      ).toEqual([]);
    });
  }
}

test.describe("on a phone", () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true });

  for (const path of [...PAGES, "/clusters/catalog", "/clusters/none"]) {
    test(`${path} does not scroll sideways`, async ({ page, open }) => {
      await open(path);
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
      const { needed, given } = await page.evaluate(() => ({
        needed: document.documentElement.scrollWidth,
        given: document.documentElement.clientWidth,
      }));
      expect(needed).toBeLessThanOrEqual(given);
    });
  }
});
