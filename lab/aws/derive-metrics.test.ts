import { expect, test } from "vitest";
import { type DeriveContext, deriveMetrics } from "@/lab/aws/derive-metrics";
import { madeUpReading } from "@/lab/aws/testing/made-up-reading";

const T = Date.UTC(2026, 0, 1, 12);
const context: DeriveContext = {
  vcpus: 2,
  port: 6402,
  primary: null,
  commands: { read: new Set(["get"]), write: new Set(["set"]), string: new Set(["get", "set"]) },
};

test("what a minute added and how it ended become CloudWatch's metrics", () => {
  const before = madeUpReading(T, {
    total_connections_received: 100,
    total_net_input_bytes: 1_000,
    used_cpu_user: 1,
  });
  const after = madeUpReading(T + 60_000, {
    connected_clients: 72,
    total_connections_received: 130,
    total_net_input_bytes: 61_000,
    used_cpu_user: 3,
    used_cpu_sys: 1,
    used_cpu_user_main_thread: 2,
    used_cpu_sys_main_thread: 0.4,
    errorstat_WRONGPASS: "count=3",
  });
  expect(Object.fromEntries(deriveMetrics(before, after, context))).toEqual({
    CurrConnections: 72,
    NewConnections: 30,
    NetworkBytesIn: 60_000,
    BytesUsedForCache: 2_000_000,
    DatabaseMemoryUsagePercentage: 0.2,
    SaveInProgress: 0,
    FreeableMemory: 1_000,
    IsMaster: 1,
    AuthenticationFailures: 3,
    CommandAuthorizationFailures: 0,
    EngineCPUUtilization: 4,
    CPUUtilization: 2.5,
  });
});

test("a counter that is not told is absent, not zero; so are all of them after a restart and at the very first reading", () => {
  const before = madeUpReading(T, { total_connections_received: 100 });
  const after = madeUpReading(T + 60_000, { run_id: "b", total_connections_received: 130 });
  for (const metrics of [deriveMetrics(null, after, context), deriveMetrics(before, after, context)]) {
    expect(metrics.get("CurrConnections")).toBe(60);
    expect(metrics.has("NewConnections")).toBe(false);
    expect(metrics.has("EngineCPUUtilization")).toBe(false);
  }
  const same = deriveMetrics(before, madeUpReading(T + 60_000, { total_connections_received: 90 }), context);
  expect(same.has("NewConnections")).toBe(false);
  expect(same.has("Evictions")).toBe(false);
});

test("a replica's lag is what its primary knows, or how long the link is down", () => {
  const primary = madeUpReading(T, {
    slave0: "ip=127.0.0.1,port=6402,state=online,offset=5,lag=1",
    slave1: "ip=127.0.0.1,port=6403,state=online,offset=5,lag=9",
  });
  const up = madeUpReading(T, { role: "slave", master_link_status: "up" });
  const down = madeUpReading(T, {
    role: "slave",
    master_link_status: "down",
    master_link_down_since_seconds: 44,
  });
  const lagOf = (reading: typeof up, more: Partial<DeriveContext>) =>
    deriveMetrics(null, reading, { ...context, ...more }).get("ReplicationLag");
  // It speaks once a second.
  expect(lagOf(up, { primary })).toBe(0);
  expect(lagOf(up, { primary, port: 6403 })).toBe(8);
  expect(lagOf(up, { primary: null })).toBeUndefined();
  expect(lagOf(down, { primary })).toBe(44);
  expect(lagOf(primary, { primary })).toBeUndefined();
});
