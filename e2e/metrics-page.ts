import { type APIRequestContext, expect, type Locator, type Page } from "@playwright/test";
import { readMetrics } from "@/e2e/api";
import { until } from "@/lab/until";
import type { MetricsAnswer } from "@/lib/contract/metrics";

/** Where things stand on the metrics page, and when they are there. */

/** Each chart has a panel of its own inside the section of its topic. */
export const chartsOf = (page: Page): Locator => page.locator("main section[aria-label] > section");

export const chartOf = (page: Page, title: string): Locator =>
  chartsOf(page).filter({ has: page.getByRole("heading", { name: title, exact: true }) });

export const titlesOf = (page: Page): Locator => chartsOf(page).getByRole("heading");

export const eventStripOf = (page: Page): Locator => page.getByRole("img", { name: /^Events over time/ });

/** The line of the list of events that says so. */
export const eventOf = (page: Page, words: string): Locator =>
  page.locator("[data-event]").filter({ hasText: words });

/** The notice of a call that fails. */
export const failureOf = (page: Page, source: string): Locator =>
  page.getByRole("status").filter({ hasText: `${source}: ` });

/** Where the cursor stands in a plot, ms since the epoch; null: it is elsewhere. Only the plot that is read has words. */
export async function cursorIn(plot: Locator): Promise<number | null> {
  const [at, end] = await Promise.all(
    ["aria-valuenow", "aria-valuemax"].map((name) => plot.getAttribute(name)),
  );
  return at === end ? null : Number(at);
}

export interface ShownTable {
  readonly heads: readonly string[];
  /** Cells by the head of their row. */
  readonly rows: ReadonlyMap<string, readonly string[]>;
}

/** Turns a chart into its table and reads that. */
export async function readAsTable(chart: Locator): Promise<ShownTable> {
  const button = chart.getByRole("button", { name: "Show as a table" });
  if ((await button.getAttribute("aria-pressed")) !== "true") await button.click();
  await expect(chart.getByRole("table")).toBeVisible();
  const { heads, rows } = await chart.getByRole("table").evaluate((table) => {
    // A long name is shortened where it is shown, and whole in its title.
    const textOf = (cell: Element) =>
      cell.querySelector("[title]")?.getAttribute("title") ?? cell.textContent;
    const textsOf = (within: Element, cells: string) =>
      [...within.querySelectorAll(cells)].map((cell) => textOf(cell)?.trim() ?? "");
    return {
      heads: textsOf(table, "thead th").slice(1),
      rows: [...table.querySelectorAll("tbody tr")].map((row) => textsOf(row, "th, td")),
    };
  });
  return { heads, rows: new Map(rows.map(([head = "", ...cells]) => [head, cells])) };
}

const CORE = "CurrConnections";
/** What INFO calls the same. */
const BESIDE = "connected_clients";
const NODES = 3;

/** Points of one metric by node, each with the start of its bucket; in the order of time. */
export function pointsOf(
  answer: MetricsAnswer,
  metric = CORE,
  source: MetricsAnswer["grids"][number]["source"] = "cloudwatch",
): Map<string, Map<number, number>> {
  const grid = answer.grids.find((one) => one.source === source);
  const ofMetric = answer.series.filter((one) => one.source === source && one.metric === metric);
  return new Map(
    ofMetric.map(({ subject, values }) => {
      const told = values.flatMap((value, index): [number, number][] =>
        value === null ? [] : [[Date.parse(grid?.at[index] ?? ""), value]],
      );
      return [subject, new Map(told)];
    }),
  );
}

/** Two minutes are told of every node soon after the lab has run for two; later nothing waits. */
const POINTS_WITHIN_MS = 300_000;

/**
 * A window in which no point of the core set changes any more: it ends where the newest minute begins, and every minute
 * before it has been asked for again since it was corrected. INFO has been read in it, too.
 */
export async function settledWindow(request: APIRequestContext): Promise<{ from: string; to: string }> {
  return until(
    "two minutes of CloudWatch and of INFO for each node",
    async () => {
      const name = `${CORE},${BESIDE}`;
      const answer = await readMetrics(request, "orders", { last: "15m", name });
      const minutes = [...pointsOf(answer).values()].map((points) => [...points.keys()]);
      const toMs = Math.min(...minutes.map((known) => known.at(-1) ?? 0));
      const isTold = minutes.length === NODES && minutes.every((known) => (known[0] ?? toMs) < toMs);
      const read = [...pointsOf(answer, BESIDE, "engine").values()].map((points) => [...points.keys()]);
      const isRead = read.length === NODES && read.every((known) => (known[0] ?? toMs) < toMs);
      if (!isTold || !isRead) return null;
      return { from: new Date(toMs - 600_000).toISOString(), to: new Date(toMs).toISOString() };
    },
    { everyMs: 1_000, timeoutMs: POINTS_WITHIN_MS },
  );
}
