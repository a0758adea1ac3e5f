import { expect, test } from "vitest";
import type { ObservationRow, SourceStatusRow } from "../rows";
import { eachDatabase } from "../testing/each-database";
import { internClusters } from "../writes/intern-clusters";
import { writeObservations } from "../writes/write-observations";
import { writeSourceStatus } from "../writes/write-source-status";
import { readHeldAddresses } from "./read-held-addresses";

const START_MS = Date.UTC(2026, 10, 22, 12);

eachDatabase("addresses of names", (database) => {
  test("each that did not leave again is remembered, with its name and when that was resolved last", async () => {
    const store = database.store();
    const clusters = await internClusters(store, [
      { key: "orders", name: "Orders", kind: "unknown", proxies: [] },
      { key: "other", name: "Other", kind: "unknown", proxies: [] },
    ]);
    const clusterId = clusters.get("orders") ?? 0;
    const seen = (
      sec: number,
      subject: string,
      before: string | null,
      after: string | null,
    ): ObservationRow => ({
      clusterId,
      nodeId: null,
      at: new Date(START_MS + sec * 1000),
      subject,
      kind: "address",
      before,
      after,
      sentence: `${subject}: ${before} then ${after}`,
      source: "DNS",
      precisionMs: 2000,
    });
    await writeObservations(store, [
      seen(0, "10.0.0.1", null, "a.test"),
      seen(1, "10.0.0.2", null, "a.test"),
      seen(2, "10.0.0.3", null, "b.test"),
      seen(3, "10.0.0.2", "a.test", null),
      seen(4, "10.0.0.4", null, "a.test"),
      seen(5, "10.0.0.4", "a.test", null),
      seen(6, "10.0.0.4", null, "b.test"),
      seen(7, "a.test", "resolved", "unresolved"),
      seen(8, "10.0.0.5", null, "never-resolved.test"),
      { ...seen(9, "10.0.0.6", null, "a.test"), clusterId: clusters.get("other") ?? 0 },
    ]);
    const status = (name: string, lastSuccessAt: Date | null): SourceStatusRow => ({
      clusterId,
      nodeId: null,
      source: `DNS ${name}`,
      lastSuccessAt,
      lastErrorAt: null,
      lastError: null,
      refusals: [],
      detail: {},
      updatedAt: new Date(START_MS),
    });
    const [seenA, seenB] = [new Date(START_MS + 60_000), new Date(START_MS + 90_000)];
    await writeSourceStatus(store, [
      status("a.test", seenA),
      status("b.test", seenB),
      status("never-resolved.test", null),
    ]);
    expect(await readHeldAddresses(store, "orders")).toEqual([
      { address: "10.0.0.1", name: "a.test", seenAt: seenA },
      { address: "10.0.0.3", name: "b.test", seenAt: seenB },
      { address: "10.0.0.4", name: "b.test", seenAt: seenB },
    ]);
    expect(await readHeldAddresses(store, "unheard-of")).toEqual([]);
  });
});
