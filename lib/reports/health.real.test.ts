import { expect, it } from "vitest";
import { healthAnswer } from "@/lib/contract/health";
import { openStore } from "@/lib/store/client";
import { eachDatabase } from "@/lib/store/testing/each-database";
import { writeSampleCluster } from "@/lib/store/testing/sample-fleet";
import { reportHealth } from "./health";
import { answerOf } from "./testing/answer-of";
import { beatNow, MIN, NOW, SEC, writeStatus } from "./testing/live-node";

eachDatabase("health", (database) => {
  it("names the database, the collector, the fleet file and each source", async () => {
    const store = database.store();
    const [a] = await writeSampleCluster(store, { key: "orders" }, ["a:1"]);
    if (a === undefined) throw new Error("a node was written");
    await writeStatus(store, a, {
      lastSuccessAt: new Date(NOW - MIN),
      lastErrorAt: new Date(NOW - SEC),
      lastError: "refuses the connection: nothing listens there",
    });
    const ask = async () => answerOf(await reportHealth({ store, now: new Date(NOW) }), healthAnswer);
    expect(await ask()).toMatchObject({ status: "degraded", collector: { state: "never" } });
    await beatNow(store);
    expect(await ask()).toMatchObject({
      status: "ok",
      database: { state: "ok", kind: database.kind, error: null },
      collector: { state: "ok", spooledSweeps: 0, loopLagMs: 1.5 },
      fleetFile: { state: "ok" },
      sources: [
        {
          cluster: "orders",
          source: "redis a:1",
          state: "failing",
          ageMs: MIN,
          lastError: "refuses the connection: nothing listens there",
        },
      ],
    });
    // A pod that left while it failed is nobody's trouble any more.
    const left = {
      lastSuccessAt: null,
      lastErrorAt: new Date(NOW - SEC),
      detail: { proxy: "10.0.0.9", retired: true },
    };
    await writeStatus(store, a, { ...left, source: "10.0.0.9 HAProxy CSV" });
    expect((await ask()).sources.map(({ source }) => source)).toEqual(["redis a:1"]);
    await beatNow(store, NOW - MIN);
    expect(await ask()).toMatchObject({ status: "degraded", collector: { state: "silent" } });
  });
});

it("health answers when the database does not", async () => {
  const store = openStore("postgresql://nobody@127.0.0.1:1/nothing");
  const answer = answerOf(await reportHealth({ store, now: new Date(NOW) }), healthAnswer);
  await store.close();
  expect(answer).toMatchObject({
    status: "down",
    database: { state: "down" },
    collector: { state: "unknown" },
  });
  expect(answer.database.error).toMatch(/127\.0\.0\.1:1|refused/i);
});
