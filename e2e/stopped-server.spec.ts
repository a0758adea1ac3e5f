import { nodeAt, readCluster } from "@/e2e/api";
import { SWEEP_EVERY_MS } from "@/e2e/fleet-copy";
import { describeCluster } from "@/e2e/lab-control";
import { expect, test } from "@/e2e/test";
import { until } from "@/lab/until";

/** A node that keeps its cadence is never older than two sweeps, with room for a busy machine. */
const FRESH_MS = 4 * SWEEP_EVERY_MS;

test("a server that hangs turns stale with its reason, delays nobody, and recovers by itself", async ({
  page,
  open,
  request,
}) => {
  const orders = await describeCluster("orders");
  const replica = orders.nodes.find(({ startedAs }) => startedAs === "replica");
  if (replica === undefined) throw new Error("orders has no replica");
  await open("/clusters/orders");
  const row = page
    .getByRole("table", { name: /^Nodes/ })
    .getByRole("row")
    .filter({ has: page.getByRole("link", { name: replica.address }) });
  const oldestOfOthers: number[] = [];
  process.kill(replica.pid, "SIGSTOP");
  try {
    await until(
      "the hanging server is stale",
      async () => {
        const cluster = await readCluster(request, "orders");
        const others = cluster.nodes.filter(({ address }) => address !== replica.address);
        oldestOfOthers.push(Math.max(...others.map(({ ageMs }) => ageMs ?? Number.POSITIVE_INFINITY)));
        return nodeAt(cluster, replica.address).state === "stale";
      },
      { everyMs: 500, timeoutMs: 40_000 },
    );
    await expect(row).toContainText(/has been silent for \d+.s \(last good \d\d:\d\d:\d\d\): \S+/);
    await expect(row).toContainText("stale");
    await expect(page.getByRole("heading", { level: 1 })).toContainText(/has been silent for/i);
    expect(Math.max(...oldestOfOthers)).toBeLessThan(FRESH_MS);
  } finally {
    process.kill(replica.pid, "SIGCONT");
  }
  await expect(row).not.toContainText("has been silent", { timeout: 30_000 });
  await expect
    .poll(async () => nodeAt(await readCluster(request, "orders"), replica.address).state, {
      timeout: 30_000,
    })
    .toBe("ok");
});
