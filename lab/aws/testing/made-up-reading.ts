import { type NodeReading, parseInfoFields, parseLatencyHistogram } from "@/lab/aws/node-reading";

/** INFO of Redis 7.0.15, as far as it is read; `more` replaces and adds lines. */
export function madeUpReading(
  atMs: number,
  more: Readonly<Record<string, string | number>>,
  latency: unknown = [],
): NodeReading {
  const info = {
    run_id: "a",
    role: "master",
    connected_clients: 60,
    used_memory: 2_000_000,
    maxmemory: 1_000_000_000,
    rdb_bgsave_in_progress: 0,
    total_connections_received: 0,
    total_net_input_bytes: 0,
    used_cpu_user: 0,
    used_cpu_sys: 0,
    used_cpu_user_main_thread: 0,
    used_cpu_sys_main_thread: 0,
    ...more,
  };
  const lines = Object.entries(info).map(([field, value]) => `${field}:${value}\r\n`);
  return {
    atMs,
    info: parseInfoFields(`# Server\r\n${lines.join("")}`),
    latency: parseLatencyHistogram(latency),
    host: { freeBytes: 1_000, swappedBytes: null },
  };
}
