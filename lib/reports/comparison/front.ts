import type { SkewRow, SkewSide } from "@/lib/contract/skew";
import type { Line } from "@/lib/domain/series/combine";
import { bucketStart, type Grid } from "@/lib/domain/series/grid";
import type { Store } from "@/lib/store/client";
import type { ProxyBuckets } from "@/lib/store/reads/proxy-bucket-rows";
import { type ProxyAt, readProxiesAt } from "@/lib/store/reads/read-proxies-at";
import type { SeriesPlan } from "../resolution";
import { roundRatio } from "../round";
import { inIso, type Span } from "../window";
import type { ComparedProxy } from "./compared";
import { readProxyBuckets } from "./proxy-buckets";
import { noSide, type Side } from "./side";

/** What a proxy's own statistics and the PINGs through it told. */
export interface FrontSide extends Side {
  readonly commandsPerSec: number | null;
  readonly bytesPerSec: number | null;
  readonly latency: SkewRow["latency"];
  readonly latencyLine: Line;
  /** Where its opened and closed come from; null: it does not tell them. */
  readonly source: string | null;
}

/** Samples come every ten seconds: three missed ones, and what was told last says nothing about now. */
const STALE_AFTER_MS = 30_000;

export async function readFrontSides(
  store: Store,
  proxies: readonly ComparedProxy[],
  asked: { readonly window: Span; readonly plan: SeriesPlan },
): Promise<Map<string, FrontSide>> {
  const proxyIds = proxies.flatMap(({ proxyId }) => proxyId ?? []);
  const newest = new Map(
    (await readProxiesAt(store, proxyIds, new Date(asked.window.toMs))).map((row) => [row.proxyId, row]),
  );
  const buckets = await readProxyBuckets(store, proxyIds, asked.plan);
  return new Map(
    proxies.map((proxy) => {
      const own = proxy.proxyId === null ? [] : (buckets.get(proxy.proxyId) ?? []);
      const at = proxy.proxyId === null ? undefined : newest.get(proxy.proxyId);
      return [proxy.name, frontOf(proxy, at, own, asked)];
    }),
  );
}

function frontOf(
  proxy: ComparedProxy,
  at: ProxyAt | undefined,
  rows: readonly ProxyBuckets[],
  { window, plan }: { readonly window: Span; readonly plan: SeriesPlan },
): FrontSide {
  const sums = sumOf(rows);
  const perSec = (events: number | null) =>
    events === null || sums.coveredMs <= 0 ? null : (events / sums.coveredMs) * 1000;
  const source = at?.source ?? proxy.statistics;
  const own = {
    commandsPerSec: perSec(sums.requests),
    bytesPerSec: perSec(sums.bytes),
    latency: latencyOf(at),
    latencyLine: heldLine(plan.grid, rows, (row) => row.pingMedianMs).line,
    source: sums.opened === null ? null : source,
  };
  const state = frontStateOf(proxy.statistics, at, window.toMs);
  if (state.state === "none") return { ...noSide(state.reason, plan.grid.count), ...own };
  return {
    state,
    ...heldLine(plan.grid, rows, (row) => row.connections),
    openedPerSec: perSec(sums.opened),
    closedPerSec: perSec(sums.closed),
    closed: sums.closed,
    exposureSec: sums.exposureSec,
    ...own,
  };
}

/** What is known of a proxy's clients at a moment: `at` is what was newest of it then. */
export function frontStateOf(statistics: string | null, at: ProxyAt | undefined, atMs: number): SkewSide {
  const source = at?.source ?? statistics;
  if (source === null) return { state: "none", reason: "no statistics are configured" };
  if (at === undefined || at.sampledAt === null) {
    return { state: "unknown", reason: `${source}: not read within six hours`, since: null };
  }
  const since = at.toldAt?.toISOString() ?? null;
  const ageMs = atMs - at.sampledAt.getTime();
  if (ageMs > STALE_AFTER_MS) {
    const reason = `${source}: not read since ${inIso(at.sampledAt.getTime()).slice(11, 19)} UTC`;
    return { state: "unknown", reason, since };
  }
  if (at.failure !== null) return { state: "unknown", reason: at.failure, since };
  const toldMs = at.toldAt === null ? Number.POSITIVE_INFINITY : atMs - at.toldAt.getTime();
  if (at.connections === null || toldMs > STALE_AFTER_MS) {
    return { state: "unknown", reason: `${source} does not tell how many clients are connected`, since };
  }
  return { state: "known", connections: at.connections, ageMs: toldMs };
}

function latencyOf(at: ProxyAt | undefined): SkewRow["latency"] {
  if (at === undefined || at.pingsSent === null || at.pingsSent === 0) return null;
  return {
    minMs: roundRatio(at.pingMinMs),
    medianMs: roundRatio(at.pingMedianMs),
    maxMs: roundRatio(at.pingMaxMs),
    sent: at.pingsSent,
    failed: at.pingsFailed ?? 0,
    answeredBy: at.answeredBy ?? "unknown",
  };
}

/** Rows come in portions (hours, minutes, samples): their sums add up. */
function sumOf(rows: readonly ProxyBuckets[]) {
  const add = (pick: (row: ProxyBuckets) => number | null): number | null => {
    const known = rows.map(pick).filter((value) => value !== null);
    return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0);
  };
  return {
    opened: add((row) => row.opened),
    closed: add((row) => row.closed),
    requests: add((row) => row.requests),
    bytes: add((row) => row.bytes),
    exposureSec: add((row) => row.exposureSec),
    coveredMs: add((row) => row.coveredMs) ?? 0,
  };
}

/** What was told stands until the next sample, for as long as a missed one or two take. */
export function heldLine(
  grid: Grid,
  rows: readonly ProxyBuckets[],
  pick: (row: ProxyBuckets) => readonly (number | null)[],
): { line: Line; untold: boolean[] } {
  const line: Line = new Array(grid.count).fill(null);
  const untold: boolean[] = new Array(grid.count).fill(false);
  const told = rows
    .flatMap((row) => row.buckets.map((bucket, index) => ({ bucket, value: pick(row)[index] ?? null })))
    .sort((left, right) => left.bucket - right.bucket);
  for (const [index, { bucket, value }] of told.entries()) {
    const next = told[index + 1]?.bucket ?? grid.count;
    const heldUntilMs = bucketStart(grid, bucket) + STALE_AFTER_MS;
    for (let held = bucket; held < next && held < grid.count; held += 1) {
      if (held > bucket && bucketStart(grid, held) >= heldUntilMs) break;
      line[held] = value;
      untold[held] = value === null;
    }
  }
  return { line, untold };
}
