import { test as base } from "@playwright/test";
import { readStack } from "@/e2e/stack";

export { expect } from "@playwright/test";

/** Playwright's `test` with the dashboard of the global set-up for its base URL. */
export const test = base.extend({ baseURL: readStack()?.dashboardUrl });
