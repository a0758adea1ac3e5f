import { beforeEach, expect, it } from "vitest";
import { rollUp } from "./roll-up";
import type { ProxySampleContent } from "./rows";
import { eachDatabase } from "./testing/each-database";
import { sampleStep } from "./testing/sample-skew";
import { internCluster } from "./writes/intern-cluster";
import { internProxies } from "./writes/intern-proxies";
import { writeProxySamples } from "./writes/write-proxy-samples";

const NOON_MS = Date.UTC(2026, 10, 22, 12);
const at = (sec: number) => new Date(NOON_MS + sec * 1000);

eachDatabase("rollUp of proxies", (database) => {
  let ids = { clusterId: 0, proxyId: 0 };
  beforeEach(async () => {
    const clusterId = await internCluster(database.store(), "orders");
    const proxies = await internProxies(database.store(), clusterId, ["proxy-1"]);
    ids = { clusterId, proxyId: proxies.get("proxy-1") ?? 0 };
  });

  const write = (samples: readonly ProxySampleContent[]) =>
    writeProxySamples(
      database.store(),
      samples.map((sample) => ({ ...sample, ...ids })),
    );
  const rollups = (resolution: string) =>
    database.store().prisma.proxyRollup.findMany({ where: { resolution }, orderBy: { at: "asc" } });

  it("adds up what was counted, and leaves out what was counted over no time", async () => {
    await write([
      // A first reading, then one after a restart: connections are known, the rest is not.
      sampleStep(at(0), { step: { spanMs: null, opened: null, closed: null, connections: 10 } }),
      sampleStep(at(10), { step: { connections: 20, requests: 5 }, latency: { medianMs: 1, maxMs: 9 } }),
      sampleStep(at(20), { step: { connections: 30, restarted: true, spanMs: null, opened: 99 } }),
      sampleStep(at(30), { step: { connections: 40 }, latency: { sent: 4, failed: 3, medianMs: 2 } }),
    ]);
    expect(await rollUp(database.store(), at(60))).toEqual({ minutes: 1, hours: 0 });
    expect(await rollups("minute")).toMatchObject([
      {
        at: at(0),
        mean: 25,
        max: 40,
        opened: 6n,
        closed: 4n,
        coveredMs: 20_000,
        requests: 5n,
        bytes: 10_000n,
        pingSent: 34,
        pingFailed: 3,
        pingMedianMs: 0.75,
        pingMaxMs: 9,
        samples: 4,
        readings: 4,
      },
    ]);
  });

  it("tells a minute without readings from one without connections", async () => {
    await write([
      { at: at(0), source: "HAProxy CSV", step: null, failure: "refused", latency: null },
      sampleStep(at(60), { step: { connections: 0, opened: 0, closed: 0 } }),
    ]);
    await rollUp(database.store(), at(120));
    expect(await rollups("minute")).toMatchObject([
      { mean: null, max: null, opened: null, coveredMs: 0, pingSent: null, pingMedianMs: null, readings: 0 },
      { mean: 0, max: 0, opened: 0n, coveredMs: 10_000, pingSent: 10, readings: 1 },
    ]);
  });

  it("sums a minute again whose samples came late, and its hour; twice changes nothing", async () => {
    const step = (sec: number, connections: number) => sampleStep(at(sec), { step: { connections } });
    await write([step(3500, 10), step(3550, 30), step(3560, 30)]);
    expect(await rollUp(database.store(), at(3600))).toEqual({ minutes: 2, hours: 1 });
    expect(await rollups("hour")).toMatchObject([{ opened: 9n, samples: 3, max: 30 }]);
    expect((await rollups("hour"))[0]?.mean).toBeCloseTo(70 / 3);
    await write([step(3590, 50)]);
    expect(await rollUp(database.store(), at(3600))).toEqual({ minutes: 1, hours: 1 });
    expect(await rollUp(database.store(), at(3600))).toEqual({ minutes: 0, hours: 0 });
    expect(await rollups("hour")).toMatchObject([
      {
        at: at(0),
        mean: 30,
        max: 50,
        opened: 12n,
        bytes: 20_000n,
        coveredMs: 40_000,
        samples: 4,
        readings: 4,
      },
    ]);
  });
});
