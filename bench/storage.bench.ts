import type { Connection } from "@/lib/domain/connections/model";
import { openStore, type Store } from "@/lib/store/client";
import { maintain } from "@/lib/store/maintain";
import { migrate } from "@/lib/store/migrate";
import { type ConnectionSet, readSetAt } from "@/lib/store/reads/read-set-at";
import { readSkewHistory } from "@/lib/store/reads/read-skew-history";
import { rollUp } from "@/lib/store/roll-up";
import { startPostgres } from "@/lib/store/testing/postgres-server";
import { internCluster } from "@/lib/store/writes/intern-cluster";
import { internNode } from "@/lib/store/writes/intern-node";
import { type Bench, type BenchRow, median } from "./measure";
import { CLIENTS, START_MS, StoredNode, SWEEP_MS, SWEEPS } from "./storage-hour";
import { PROXIES, SAMPLE_MS, writeProxyHour } from "./storage-proxies";
import { bytesOf, countWritingTransactions, createRowPerClient, writeRowPerClient } from "./storage-rows";

/** The rival is loaded with six minutes and multiplied: an hour of it is 3.6 million rows. */
const RIVAL_POLLS = 36;
const BURST_SWEEPS = 6;
/** Each moment counts with the median of so many: what is measured is the replay, not what else the machine does. */
const REPLAY_RUNS = 3;
/** Moments to replay: spread over the hour, some just before a keyframe, where the way is longest. */
const MOMENTS = Array.from({ length: 40 }, (_, index) => START_MS + (index * 9 + 8.5) * SWEEP_MS);

/** What the proxies of the node tell is another source, of which the rival stores nothing: measured by itself. */
const PROXIES_TELL = ["proxy_sample", "proxy_rollup"];
const EVERYTHING = ["node_sweep", "node_keyframe", "node_sample", "connection_rollup", "node_rollup"];

async function measureHour(store: Store): Promise<BenchRow[]> {
  const clusterId = await internCluster(store, "orders");
  const nodeId = await internNode(store, { clusterId, address: "10.0.5.21:6379", nodeId: null });
  await maintain(store, new Date(START_MS));
  const emptyBytes = await bytesOf(store, EVERYTHING);
  const node = new StoredNode(store, { clusterId, nodeId });
  const sets = new Map<number, number[]>();
  const writeMs: number[] = [];
  for (let sweep = 0; sweep < SWEEPS; sweep += 1) {
    const atMs = node.nextAtMs;
    writeMs.push((await node.sweep()).ms);
    await node.sample();
    if (MOMENTS.some((moment) => moment >= atMs && moment < atMs + SWEEP_MS)) sets.set(atMs, node.ids());
  }
  await rollUp(store, new Date(START_MS + SWEEPS * SWEEP_MS));
  const sweepBytes = await bytesOf(store, ["node_sweep", "node_keyframe"]);
  const allBytes = (await bytesOf(store, EVERYTHING)) - emptyBytes;
  const replays = await measureReplays(store, nodeId, sets);
  const profiles = await measureProfiles(store);
  const told = await measureProxies(store, clusterId);
  const burst = await measureBurst(store, node);
  const rival = await measureRival(store, nodeId);
  const hourOfRival = (rival.bytes / RIVAL_POLLS) * SWEEPS;
  return [
    {
      name: `an hour of ${CLIENTS} clients, a row per client per poll`,
      value: hourOfRival,
      unit: "bytes",
      against: { name: "all we store of the hour", value: allBytes },
      goal: { of: "ratio", atLeast: 200 },
      note: `indexes included; rival measured over ${RIVAL_POLLS} polls, times ${SWEEPS / RIVAL_POLLS}`,
    },
    { name: "  sweeps and keyframes alone", value: sweepBytes, unit: "bytes", note: `${SWEEPS} sweeps` },
    {
      name: "    of them profiles",
      value: profiles.bytes,
      unit: "bytes",
      note: `${Math.round(profiles.bytes / SWEEPS)} bytes a sweep of 32 cells`,
    },
    {
      name: `an hour of what ${PROXIES} proxies tell`,
      value: told.bytes,
      unit: "bytes",
      note: `statistics and PINGs, a sample each ${SAMPLE_MS / 1000} s and minutes; ${told.writeMs.toFixed(1)} ms to write`,
    },
    {
      name: "read an hour back for the skew watch",
      value: told.readMs,
      unit: "ms",
      note: `${SWEEPS} sweeps with profiles, ${(PROXIES * 3_600_000) / SAMPLE_MS} samples`,
    },
    {
      name: "replay of any moment of the hour, worst",
      value: Math.max(...replays),
      unit: "ms",
      goal: { of: "value", atMost: 200 },
      note: `median ${median(replays).toFixed(1)} ms of ${replays.length} moments, each the median of ${REPLAY_RUNS}, checked id by id`,
    },
    {
      name: `write a sweep of ${CLIENTS} clients`,
      value: median(writeMs),
      unit: "ms",
      against: { name: "a row per client", value: rival.writeMs },
    },
    {
      name: `all ${CLIENTS} reconnect: transactions a sweep`,
      value: burst.transactions,
      unit: "",
      goal: { of: "value", atMost: 1 },
      note: `${BURST_SWEEPS} such sweeps in a row, ${burst.deltaBytes.toLocaleString("en")} bytes each`,
    },
    { name: "  write it", value: burst.ms, unit: "ms" },
  ];
}

async function measureProfiles(store: Store): Promise<{ readonly bytes: number }> {
  const rows = await store.prisma.$queryRaw<{ bytes: number }[]>`
    SELECT sum(octet_length(cell_profile))::float8 AS bytes FROM node_sweep`;
  return { bytes: rows[0]?.bytes ?? 0 };
}

async function measureProxies(store: Store, clusterId: number) {
  const emptyBytes = await bytesOf(store, PROXIES_TELL);
  const writeMs = await writeProxyHour(store, clusterId, START_MS);
  await rollUp(store, new Date(START_MS + SWEEPS * SWEEP_MS));
  const start = performance.now();
  const history = await readSkewHistory(store, "orders", START_MS);
  const readMs = performance.now() - start;
  if (history.sweeps.length !== SWEEPS) throw new Error(`${history.sweeps.length} sweeps were read back`);
  return { bytes: (await bytesOf(store, PROXIES_TELL)) - emptyBytes, writeMs, readMs };
}

async function measureReplays(
  store: Store,
  nodeId: number,
  sets: ReadonlyMap<number, readonly number[]>,
): Promise<number[]> {
  const times: number[] = [];
  for (const moment of MOMENTS) {
    const runs: number[] = [];
    let set: ConnectionSet | null = null;
    for (let run = 0; run < REPLAY_RUNS; run += 1) {
      const start = performance.now();
      set = await readSetAt(store, nodeId, new Date(moment));
      runs.push(performance.now() - start);
    }
    times.push(median(runs));
    const expected = set === null ? undefined : sets.get(set.sweptAt.getTime());
    const ids = set?.connections.map((connection) => connection.id).toSorted((a, b) => a - b);
    if (expected === undefined || ids?.join() !== expected.join()) {
      throw new Error(`the replay of ${new Date(moment).toISOString()} is not what was swept`);
    }
  }
  return times;
}

async function measureBurst(store: Store, node: StoredNode) {
  const before = await countWritingTransactions(store);
  const sweeps = [];
  for (let burst = 0; burst < BURST_SWEEPS; burst += 1) sweeps.push(await node.sweep(CLIENTS));
  const transactions = ((await countWritingTransactions(store)) - before) / BURST_SWEEPS;
  return {
    transactions,
    ms: median(sweeps.map((sweep) => sweep.ms)),
    deltaBytes: Math.round(median(sweeps.map((sweep) => sweep.deltaBytes))),
  };
}

async function measureRival(store: Store, nodeId: number) {
  await createRowPerClient(store);
  const writeMs: number[] = [];
  for (let poll = 0; poll < RIVAL_POLLS; poll += 1) {
    const at = new Date(START_MS + poll * SWEEP_MS);
    const connections: Connection[] = (await readSetAt(store, nodeId, at))?.connections ?? [];
    const start = performance.now();
    await writeRowPerClient(store, at, connections);
    writeMs.push(performance.now() - start);
  }
  return { bytes: await bytesOf(store, ["client_poll"]), writeMs: median(writeMs) };
}

export const bench: Bench = {
  name: "Storage in PostgreSQL",
  run: async () => {
    const server = await startPostgres();
    const store = openStore(server.urlOf("postgres"), { maxConnections: 1 });
    try {
      await migrate(store);
      return await measureHour(store);
    } finally {
      await store.close();
      await server.dispose();
    }
  },
};
