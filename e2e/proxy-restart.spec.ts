import { isCountedSince, readAllClients, readCluster, readConnections } from "@/e2e/api";
import { endScenario, readTruth, startScenario } from "@/e2e/lab-control";
import { expect, test } from "@/e2e/test";
import { until } from "@/lab/until";

const PROXY = "proxy-2";
/** Long enough for a sweep in between, and for the page's next question. */
const DOWN_MS = 8_000;

test("a proxy's restart is seen as it was: its connections drop, and reopen over the others", async ({
  page,
  open,
  request,
}) => {
  await open("/clusters/orders?last=5m");
  const beganMs = Date.now();
  const before = await readAllClients(request, "orders");
  const dropped = [...before].filter(([, { proxy }]) => proxy === PROXY).map(([identity]) => identity);
  await startScenario("proxy-restart", { proxy: PROXY, downMs: DOWN_MS });
  try {
    const row = page.getByRole("table", { name: "Proxies" }).getByRole("row").filter({ hasText: PROXY });
    await expect(row.getByRole("cell").first()).toHaveText("0");
    const told = (action: string) => async () =>
      (await readTruth(beganMs)).find((entry) => entry.action === action && entry.subject === PROXY) ?? null;
    const stopped = await until("the proxy stopped", told("proxy-stopped"));
    const started = await until("the proxy started again", told("proxy-started"));
    const answer = await until(
      "every node counted after it",
      async () => {
        const cluster = await readCluster(request, "orders");
        return isCountedSince(cluster, started.atMs) && cluster;
      },
      { everyMs: 250 },
    );

    // One by one: every connection that went through the proxy is gone, whatever goes through it now is new.
    const after = await readAllClients(request, "orders");
    expect(dropped.filter((identity) => after.has(identity))).toEqual([]);
    const reopened = [...after.keys()].filter((identity) => !before.has(identity)).length;
    const had = Number(stopped.detail.connectionsBefore);
    expect(had).toBeGreaterThan(10);

    // And summed: closed and opened per second add up to what was done.
    const { series, stepMs } = await readConnections(request, "orders", {
      from: new Date(beganMs - 10_000).toISOString(),
      to: answer.now,
      points: 1000,
    });
    const sum = (rates: readonly (number | null)[]) =>
      rates.reduce<number>((all, rate) => all + ((rate ?? 0) * stepMs) / 1000, 0);
    const closedOf = (wanted: (name: string) => boolean) =>
      series.flatMap(({ name, closedPerSec }) => (wanted(name) ? [sum(closedPerSec)] : []));
    const [closed = 0] = closedOf((name) => name === PROXY);
    // Pools close idle connections all the time, through this proxy as through its neighbours.
    const usual = Math.max(...closedOf((name) => name.startsWith("proxy-") && name !== PROXY));
    expect(closed).toBeGreaterThan(0.8 * had);
    expect(closed).toBeLessThan(1.3 * had + usual);
    const opened = series.reduce((all, { openedPerSec }) => all + sum(openedPerSec), 0);
    expect(opened).toBeGreaterThanOrEqual(0.8 * reopened);
    expect(reopened).toBeGreaterThan(0);
  } finally {
    await endScenario("proxy-restart");
  }
});
