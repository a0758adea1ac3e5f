import { test as base, expect, type Page } from "@playwright/test";
import { findStack } from "@/e2e/stack";

export { expect } from "@playwright/test";

/** What a browser itself says of an answer that is not 200: the specs look at those themselves. */
const SAID_BY_BROWSER = /^Failed to load resource/;

/** Playwright's `test` with the dashboard of the global set-up for its base URL. */
export const apiTest = base.extend({ baseURL: findStack()?.dashboardUrl });

interface Fixtures {
  /** Opens a page of the dashboard and waits until it takes clicks and keys. */
  readonly open: (path: string) => Promise<void>;
  /** Fails a test whose page has complained: a script that threw, a server's drawing that the browser's does not fit. */
  readonly withoutComplaints: undefined;
}

/** The same with a page that is watched. */
export const test = apiTest.extend<Fixtures>({
  open: async ({ page }, use) => {
    await use(async (path) => {
      await page.goto(path);
      await untilAlive(page);
    });
  },
  withoutComplaints: [
    async ({ page }, use) => {
      const complaints: string[] = [];
      page.on("pageerror", (error) => complaints.push(error.message));
      page.on("console", (message) => {
        if (message.type() === "error" && !SAID_BY_BROWSER.test(message.text()))
          complaints.push(message.text());
      });
      await use(undefined);
      expect(complaints).toEqual([]);
    },
    { auto: true },
  ],
});

/** A page drawn by the server listens only once React has taken it over, and then its nodes carry React's marks. */
export async function untilAlive(page: Page): Promise<void> {
  await page.waitForFunction(() => {
    const control = document.querySelector("header button[aria-pressed]");
    return control !== null && Object.keys(control).some((key) => key.startsWith("__reactProps"));
  });
}
