import { request as newRequest } from "@playwright/test";
import { isCountedSince, readAllClients, readClients, readCluster, readConnections } from "@/e2e/api";
import { type StartedDashboard, startDashboardProcess } from "@/e2e/dashboard";
import { describeCluster, primaryOf } from "@/e2e/lab-control";
import { openNamedConnections } from "@/e2e/named-connections";
import { findDescendant, listDescendants, stillRunning } from "@/e2e/processes";
import { readStack } from "@/e2e/stack";
import { expect, test, untilAlive } from "@/e2e/test";
import { until } from "@/lab/until";

const COLLECTOR = "dist/collector.mjs";
const DATABASE = "dist/embedded.mjs";
/** From here on a stretch without sweeps is a gap. */
const GAP_AFTER_MS = 30_000;
const SLOW = { everyMs: 250, timeoutMs: 40_000 };

test("a collector that is killed comes back, and counts no connection twice", async ({ request }) => {
  const { dashboardPid } = readStack();
  const killed = findDescendant(dashboardPid, COLLECTOR);
  if (killed === null) throw new Error("the dashboard runs no collector");
  const before = await readAllClients(request, "orders");
  const killedMs = Date.now();
  process.kill(killed.pid, "SIGKILL");
  const again = await until(
    "another collector",
    () => {
      const found = findDescendant(dashboardPid, COLLECTOR);
      return found !== null && found.pid !== killed.pid && found;
    },
    SLOW,
  );
  expect(again.command).toBe(killed.command);
  const counted = await until(
    "every node counted by it",
    async () => {
      const cluster = await readCluster(request, "orders");
      return isCountedSince(cluster, killedMs) && cluster;
    },
    SLOW,
  );
  const after = await readAllClients(request, "orders", { at: counted.now });
  const came = [...after.keys()].filter((identity) => !before.has(identity)).length;
  const kept = [...before.keys()].filter((identity) => after.has(identity));
  expect(kept.length).toBeGreaterThan(before.size / 2);
  for (const identity of kept) {
    expect(after.get(identity)?.openedAt).toBe(before.get(identity)?.openedAt);
  }
  const { series, stepMs } = await readConnections(request, "orders", {
    from: new Date(killedMs - 5_000).toISOString(),
    to: counted.now,
    by: "node",
    points: 1000,
  });
  const opened = series
    .flatMap(({ openedPerSec }) => openedPerSec)
    .reduce<number>((sum, rate) => sum + ((rate ?? 0) * stepMs) / 1_000, 0);
  // All of them again would be hundreds; what came and went between two sweeps is a few.
  expect(opened).toBeLessThan(2 * came + 0.2 * before.size);
});

test("a dashboard that is killed leaves no process; started again it shows the gap, and counts what came in it once", async ({
  page,
}) => {
  test.setTimeout(240_000);
  const { fleetFile } = readStack();
  const orders = await describeCluster("orders");
  const direct = primaryOf(orders).address;
  const name = "e2e-while-nobody-looked";
  let dashboard: StartedDashboard = await startDashboardProcess(fleetFile, "data-killed");
  try {
    const first = await newRequest.newContext({ baseURL: dashboard.url });
    await until(
      "all nodes found and counted",
      async () => {
        const cluster = await readCluster(first, "orders");
        return cluster.nodes.length === orders.nodes.length && isCountedSince(cluster, 0);
      },
      SLOW,
    );
    const before = await readAllClients(first, "orders");
    await first.dispose();
    const children = listDescendants(dashboard.pid);
    for (const part of ["next", COLLECTOR, DATABASE]) {
      expect(children.some(({ command }) => command.includes(part))).toBe(true);
    }
    const server = children.find(({ parent }) => parent === dashboard.pid);
    process.kill(server?.pid ?? 0, "SIGKILL");
    const killedMs = Date.now();
    expect(await dashboard.exited).not.toBe("code 0");
    await until("no child left", () => stillRunning(children).length === 0, SLOW);
    // The collector ends a moment after its parent, and may finish a sweep until then.
    const goneMs = Date.now();

    const opened = await openNamedConnections(name, [direct, direct, direct]);
    try {
      // Until then it is a pause between two sweeps, and no gap.
      await until("long enough to be a gap", () => Date.now() - killedMs > GAP_AFTER_MS, {
        timeoutMs: 2 * GAP_AFTER_MS,
      });
      dashboard = await startDashboardProcess(fleetFile, "data-killed", { keepsData: true });
      const api = await newRequest.newContext({ baseURL: dashboard.url });
      const startedMs = Date.now();
      await until(
        "every node counted again",
        async () => isCountedSince(await readCluster(api, "orders"), startedMs),
        SLOW,
      );
      expect((await readClients(api, "orders", { q: name })).matching).toBe(3);
      const after = await readAllClients(api, "orders");
      const kept = [...before.keys()].filter((identity) => after.has(identity));
      expect(kept.length).toBeGreaterThan(before.size / 4);
      const came = [...after.keys()].filter((identity) => !before.has(identity)).length;
      // Of the whole cluster, and over: that is known once every node has been counted again.
      const gap = await until(
        "the gap",
        async () => {
          const { gaps } = await readConnections(api, "orders", { last: "5m" });
          return gaps.find(({ node, ongoing }) => node === null && !ongoing) ?? null;
        },
        SLOW,
      );
      expect(Date.parse(gap.from)).toBeLessThanOrEqual(goneMs);
      expect(Date.parse(gap.to)).toBeGreaterThan(killedMs + GAP_AFTER_MS);
      expect(gap.opened).toBeGreaterThanOrEqual(3);
      expect(gap.opened).toBeLessThan(came + 0.2 * before.size);

      const [from, to] = [killedMs - 4_000, killedMs + 60_000].map((atMs) => new Date(atMs).toISOString());
      await page.goto(`${dashboard.url}/clusters/orders?from=${from}&to=${to}`);
      await untilAlive(page);
      const chart = page.getByRole("img", { name: "Connections by proxy" });
      await expect(chart.getByText(/not collected|nothing was collected|collector/)).toBeVisible();
      await api.dispose();
    } finally {
      opened.close();
    }
  } finally {
    await dashboard.stop();
  }
});
