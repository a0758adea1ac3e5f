import { existsSync } from "node:fs";
import { defineConfig } from "@playwright/test";

/** Debian's package; where there is none, Playwright looks for the browser that it downloaded itself. */
const DEBIAN_CHROMIUM = "/usr/bin/chromium";

/** No sandbox: build machines run as root. Nothing that calls home: the tests never leave this machine. */
const CHROMIUM_FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--no-first-run",
];

export default defineConfig({
  testDir: "e2e",
  // One fleet and one dashboard serve all specs, which change what that fleet does: one after another.
  workers: 1,
  globalSetup: "./e2e/global-setup.ts",
  outputDir: "test-results/pages",
  forbidOnly: true,
  timeout: 120_000,
  expect: { timeout: 15_000 },
  reporter: "list",
  use: {
    browserName: "chromium",
    viewport: { width: 1280, height: 800 },
    timezoneId: "UTC",
    screenshot: "only-on-failure",
    trace: "retain-on-failure",
    launchOptions: {
      args: CHROMIUM_FLAGS,
      ...(existsSync(DEBIAN_CHROMIUM) ? { executablePath: DEBIAN_CHROMIUM } : {}),
    },
  },
});
