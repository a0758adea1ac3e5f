import { countPerProxy, describeCluster } from "@/e2e/lab-control";
import { expect, test } from "@/e2e/test";
import { until } from "@/lab/until";
import { clusterAnswer } from "@/lib/contract/cluster";

const SAMPLE_EVERY_MS = 200;

test("connections per proxy are what CLIENT LIST said when they were counted", async ({ request }) => {
  const orders = await describeCluster("orders");
  const samples: { readonly atMs: number; readonly counts: ReadonlyMap<string, number> }[] = [];
  const answered = await until(
    "every node counted while we looked",
    async () => {
      samples.push({ atMs: Date.now(), counts: await countPerProxy(orders) });
      const answer = clusterAnswer.parse(await (await request.get("/api/v1/clusters/orders")).json());
      const countedSinceMs = Date.parse(answer.now) - (answer.ageMs ?? Number.POSITIVE_INFINITY);
      const [first] = samples;
      return (
        first !== undefined && countedSinceMs - SAMPLE_EVERY_MS > first.atMs && { answer, countedSinceMs }
      );
    },
    { everyMs: SAMPLE_EVERY_MS, timeoutMs: 25_000 },
  );
  const { answer, countedSinceMs } = answered;
  // What was opened and closed between two of our own looks may be in the count or not.
  const meanwhile = samples.filter(({ atMs }) => atMs >= countedSinceMs - 2 * SAMPLE_EVERY_MS);
  expect(answer.proxies.map(({ name }) => name).sort()).toEqual(
    orders.proxies.map(({ name }) => name).sort(),
  );
  for (const { name, connections } of answer.proxies) {
    const seen = meanwhile.map(({ counts }) => counts.get(name) ?? 0);
    expect(connections, `${name}, seen ${seen.join(" ")}`).toBeGreaterThanOrEqual(Math.min(...seen));
    expect(connections, `${name}, seen ${seen.join(" ")}`).toBeLessThanOrEqual(Math.max(...seen));
  }
});
