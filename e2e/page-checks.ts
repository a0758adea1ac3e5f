import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";

type Axe = ConstructorParameters<typeof AxeBuilder>[0];

/** What axe finds serious or critical on the page: the rule, and where. */
export async function findViolations(page: Page): Promise<string[]> {
  // npm may install another patch version of playwright-core for axe: the same page, types that do not fit.
  const { violations } = await new AxeBuilder({ page } as unknown as Axe).analyze();
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(" ")).join(", ")}`);
}

/** By how many pixels the page is wider than its window; 0: it fits. */
export function measureOverflow(page: Page): Promise<number> {
  return page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    return Math.max(0, scrollWidth - clientWidth);
  });
}
