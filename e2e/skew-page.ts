import type { Locator, Page } from "@playwright/test";

/** Where things stand on the skew page. */

export const panelOf = (page: Page, title: string): Locator =>
  page.locator("section").filter({ has: page.getByRole("heading", { name: title, exact: true }) });

export const sidesOf = (page: Page): Locator =>
  page.getByRole("table", { name: "Both sides of each proxy", exact: true });

/** The row of a proxy in the table of both sides. */
export const sideOf = (page: Page, name: string): Locator =>
  sidesOf(page)
    .getByRole("row")
    .filter({ has: page.getByRole("link", { name, exact: true }) });

export const namesOf = (table: Locator): Locator => table.getByRole("rowheader").getByRole("link");

/** The leading verdict: the first panel that names its kind, and has no title of its own. */
export const verdictOf = (page: Page, label: string): Locator =>
  page
    .locator("main section")
    .filter({ hasNot: page.getByRole("heading") })
    .filter({ has: page.getByText(label) })
    .first();

export const plotOf = (page: Page, name: string): Locator =>
  page.getByRole("slider", { name: `Moment in ${name}`, exact: true });
