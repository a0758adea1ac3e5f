import { describe, expect, it } from "vitest";
import { sweepPlan } from "./sweep-plan";

const load = { connections: 1000, usecPerClient: 1, maxStallMs: 5, version: "7.0.15" };

describe("sweepPlan", () => {
  it.each([
    ["1,000 clients", {}],
    ["4,000 clients", { connections: 4000 }],
    ["2,800 clients, nothing measured yet", { connections: 2800, usecPerClient: null }],
    ["15,000 clients where 20 ms are allowed", { connections: 15_000, maxStallMs: 20 }],
    ["few clients of an old server", { version: "2.8.24" }],
    ["nobody", { connections: 0, usecPerClient: null, version: null }],
  ])("lists %s at once", (_, change) => {
    expect(sweepPlan({ ...load, ...change })).toEqual({ mode: "full" });
  });

  it.each([
    ["10,000 clients", { connections: 10_000 }, 500],
    ["15,000 clients", { connections: 15_000 }, 500],
    ["3,000 clients, nothing measured yet", { connections: 3000, usecPerClient: null }, 500],
    ["10,000 clients where 1 ms is allowed", { connections: 10_000, maxStallMs: 1 }, 500],
    ["10,000 dear clients", { connections: 10_000, usecPerClient: 10 }, 250],
    ["10,000 clients where next to nothing is allowed", { connections: 10_000, maxStallMs: 0.01 }, 20],
    ["10,000 clients of 6.2", { connections: 10_000, version: "6.2.16" }, 500],
    ["10,000 clients of Valkey's redis_version", { connections: 10_000, version: "7.2.4" }, 500],
    ["10,000 clients of 10.0", { connections: 10_000, version: "10.0" }, 500],
  ])("lists %s in chunks", (_, change, chunkIds) => {
    expect(sweepPlan({ ...load, ...change })).toEqual({ mode: "chunks", chunkIds, pauseMs: 10 });
  });

  it.each([["6.0.20"], ["5.0.14"], ["2.8.24"], [null], ["unknown"]])(
    "does not list 10,000 clients of version %s",
    (version) => {
      const plan = sweepPlan({ ...load, connections: 10_000, version });
      expect(plan.mode).toBe("none");
      expect(plan.mode === "none" && plan.reason).toBe(
        "CLIENT LIST of 10000 clients would hold up the server for about 10 ms, allowed are 5 ms, and this version cannot list by id",
      );
    },
  );
});
