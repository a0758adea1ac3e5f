import { describe, expect, it } from "vitest";
import { createAttribution } from "./attribution";
import { createLedger } from "./ledger";
import type { SweepResult } from "./model";
import { many, START_MS, sweep } from "./testing/sweep-ledger";

/** Clients of `many` come from 10.0.3.11. */
const pod = (name: string) => [{ name, addresses: ["10.0.3.11"] }];
const changing = () => createAttribution({ proxies: [], proxiesChange: true, groups: [], groupLimit: 10 });
const counts = ({ cells }: SweepResult) =>
  cells.map(({ proxy, connections, opened, closed }) => [proxy, connections, opened, closed]);

describe("proxies that come and go", () => {
  it("have the later connections of an address; the known ones stay with whom they came through", () => {
    const attribution = changing();
    attribution.setProxies(pod("pod-a"));
    const ledger = createLedger(attribution);
    sweep(ledger, 0, many(1, 2));
    attribution.setProxies(pod("pod-b"));
    expect(counts(sweep(ledger, 1, many(1, 2, 3)))).toEqual([
      ["pod-a", 2, 0, 0],
      ["pod-b", 1, 1, 0],
    ]);
    attribution.setProxies([]);
    const gone = sweep(ledger, 2, many(2, 3));
    expect(counts(gone)).toEqual([
      ["pod-a", 1, 0, 1],
      ["pod-b", 1, 0, 0],
    ]);
    expect(gone.delta.changed).toEqual([]);
  });

  it("take over connections of nobody, which count as neither opened nor closed", () => {
    const attribution = changing();
    const ledger = createLedger(attribution);
    sweep(ledger, 0, many(1, 2));
    attribution.setProxies(pod("pod-a"));
    const result = sweep(ledger, 1, many(1));
    expect(counts(result)).toEqual([["pod-a", 1, 0, 1]]);
    expect(result.delta.changed).toMatchObject([{ id: 1, proxy: "pod-a" }]);
  });

  it("keep what was theirs over a restart of ours, although they are not found yet", () => {
    const attribution = changing();
    attribution.setProxies(pod("pod-a"));
    const before = createLedger(attribution);
    sweep(before, 0, many(1));
    const resume = { runId: "run-a", atMs: START_MS, highestId: 1, connections: before.connections() };
    const result = sweep(createLedger(changing(), resume), 1, many(1));
    expect(counts(result)).toEqual([["pod-a", 1, 0, 0]]);
    expect(result.delta.changed).toEqual([]);
  });
});
