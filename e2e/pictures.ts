/**
 * Takes the pictures of the documentation: docs/images/{fleet,cluster,skew,metrics,clients}-{light,dark}.png and {…}-phone.png.
 * Start `npm run demo`, give it ten minutes for curves worth showing, then begin the scenario lifo-drift of its lab
 * (`curl -X POST http://localhost:4600/scenarios/lifo-drift`) and wait until the fleet names it:
 *   npx tsx e2e/pictures.ts [http://localhost:3000]
 */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { type Browser, chromium } from "@playwright/test";
import { repositoryRoot } from "@/e2e/stack";
import { untilAlive } from "@/e2e/test";
import config from "@/playwright.config";

const FOLDER = join(repositoryRoot, "docs", "images");
/** Page, path, and the height that shows the whole of it without an empty rest. */
const PAGES = [
  ["fleet", "/?last=10m", 700],
  ["cluster", "/clusters/orders?last=10m", 1392],
  ["skew", "/clusters/orders/skew?last=10m", 1860],
  ["metrics", "/clusters/orders/metrics?last=10m", 1860],
  ["clients", "/clusters/orders/clients?last=10m", 900],
] as const;
const deskOf = (height: number) => ({ viewport: { width: 1280, height }, deviceScaleFactor: 2 });
const PHONE = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, hasTouch: true, isMobile: true };

interface Picture {
  readonly url: string;
  readonly path: string;
  readonly theme: "light" | "dark";
  readonly screen: ReturnType<typeof deskOf>;
}

async function takePicture(browser: Browser, { url, path, theme, screen }: Picture): Promise<void> {
  const context = await browser.newContext({ ...screen, timezoneId: "UTC", reducedMotion: "reduce" });
  try {
    await context.addCookies([{ name: "theme", value: theme, url }]);
    const page = await context.newPage();
    await page.goto(url);
    await untilAlive(page);
    await page.getByRole("table").first().waitFor();
    await page.getByRole("img").or(page.getByRole("slider")).first().waitFor();
    // Heat maps ask for each cluster and rank their rows once all have answered.
    await page.waitForLoadState("networkidle");
    await page.evaluate(() => document.fonts.ready);
    await page.screenshot({ path, animations: "disabled" });
    console.log(path);
  } finally {
    await context.close();
  }
}

const dashboard = process.argv[2] ?? "http://localhost:3000";
mkdirSync(FOLDER, { recursive: true });
const browser = await chromium.launch(config.use?.launchOptions);
try {
  for (const [name, path, height] of PAGES) {
    const url = `${dashboard}${path}`;
    const at = (kind: string) => join(FOLDER, `${name}-${kind}.png`);
    await takePicture(browser, { url, path: at("light"), theme: "light", screen: deskOf(height) });
    await takePicture(browser, { url, path: at("dark"), theme: "dark", screen: deskOf(height) });
    await takePicture(browser, { url, path: at("phone"), theme: "light", screen: PHONE });
  }
} finally {
  await browser.close();
}
