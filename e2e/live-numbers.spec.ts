import { isCountedSince, readCluster } from "@/e2e/api";
import { countPerProxy, describeCluster } from "@/e2e/lab-control";
import { expect, test } from "@/e2e/test";
import { until } from "@/lab/until";

const SAMPLE_EVERY_MS = 200;

test("connections per proxy are what CLIENT LIST said when they were counted, in the API and on the page", async ({
  page,
  open,
  request,
}) => {
  const orders = await describeCluster("orders");
  const names = orders.proxies.map(({ name }) => name).sort();
  await open("/clusters/orders");
  const beganMs = Date.now();
  const seen = new Map(names.map((name) => [name, [] as number[]]));
  const look = async () => {
    for (const [name, count] of await countPerProxy(orders)) seen.get(name)?.push(count);
  };
  const answer = await until(
    "every node counted while we looked",
    async () => {
      await look();
      const cluster = await readCluster(request, "orders");
      return isCountedSince(cluster, beganMs) && cluster;
    },
    { everyMs: SAMPLE_EVERY_MS, timeoutMs: 25_000 },
  );
  await look();
  expect(answer.proxies.map(({ name }) => name).sort()).toEqual(names);
  const fits = (name: string, count: number) => {
    const counts = seen.get(name) ?? [];
    return count >= Math.min(...counts) && count <= Math.max(...counts);
  };
  for (const { name, connections } of answer.proxies) {
    expect(fits(name, connections ?? -1), `${name}: ${connections}, seen ${seen.get(name)}`).toBe(true);
  }

  // The page asks again by itself: sooner or later it shows a count made since we began to look.
  const rows = page.getByRole("table", { name: "Proxies" }).getByRole("row");
  await expect(async () => {
    await look();
    for (const name of names) {
      const cell = rows.filter({ hasText: name }).getByRole("cell").first();
      const shown = Number(await cell.innerText());
      expect(fits(name, shown), `${name}: ${shown}, seen ${seen.get(name)}`).toBe(true);
    }
  }).toPass({ timeout: 20_000 });
});
