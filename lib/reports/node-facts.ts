import type { NodeFacts } from "@/lib/domain/findings/node";
import { fitTrend, hoursToLimit, type TrendPoint } from "@/lib/domain/findings/trend";
import { bucketStart, type Grid } from "@/lib/domain/series/grid";
import type { NodeTrack } from "@/lib/domain/series/track";
import type { NodeNow } from "@/lib/store/reads/read-nodes-now";

const DEFAULT_INTERVAL_MS = 10_000;
/** What the collector says of a node before its first attempt. */
const NOT_TRIED = "not listed yet";

/** What is newest of a node, and its last hour, as the domain judges them. */
export function nodeFactsOf(node: NodeNow, track: NodeTrack | undefined, grid: Grid): NodeFacts {
  const listRefusal = listRefusalOf(node);
  const trend = track === undefined ? null : fitTrend(trendPoints(track, grid));
  const connections = listRefusal === null ? node.connections : node.connectedClients;
  return {
    address: node.address,
    role: node.role ?? "unknown",
    slots: node.slots,
    lastAnswerAtMs: lastAnswerMs(node),
    error: errorOf(node),
    countedAtMs: (listRefusal === null ? node.sweptAt : node.sampledAt)?.getTime() ?? null,
    countIntervalMs:
      listRefusal === null ? (node.sweepIntervalMs ?? DEFAULT_INTERVAL_MS) : DEFAULT_INTERVAL_MS,
    connections,
    connectedClients: node.connectedClients,
    maxclients: node.maxclients,
    rejectedPerSec: node.rejectedPerSec,
    linkUp: node.role === "replica" ? node.primaryLinkUp : null,
    listRefusal,
    listTrouble: node.listTrouble === NOT_TRIED ? null : node.listTrouble,
    perHour: trend?.perHour ?? null,
    hoursToLimit: hoursToLimit(trend, limitForList(node, connections)),
  };
}

/** The limit as the list counts: what only `connected_clients` sees (ourselves) takes room too. */
function limitForList({ connectedClients, maxclients }: NodeNow, connections: number | null): number | null {
  if (maxclients === null || connectedClients === null || connections === null) return null;
  return maxclients - Math.max(0, connectedClients - connections);
}

function listRefusalOf(node: NodeNow): string | null {
  if (node.sweepMode !== "refused") return null;
  const refusal = node.refusals?.find(({ command }) => /client.?list/i.test(command));
  return refusal?.reason ?? node.listTrouble ?? "the server refuses CLIENT LIST";
}

/** Newest proof of life: a status, a sweep, or a sample in which a PING was answered. */
function lastAnswerMs(node: NodeNow): number | null {
  const answered = node.pingsSent !== null && node.pingsSent > (node.pingsFailed ?? 0);
  const proofs = [node.lastSuccessAt, node.sweptAt, answered ? node.sampledAt : null];
  const newest = Math.max(...proofs.map((proof) => proof?.getTime() ?? Number.NEGATIVE_INFINITY));
  return Number.isFinite(newest) ? newest : null;
}

function errorOf({ lastError, lastErrorAt, lastSuccessAt }: NodeNow): string | null {
  if (lastError === null || lastErrorAt === null) return null;
  return lastSuccessAt === null || lastErrorAt > lastSuccessAt ? lastError : null;
}

function trendPoints(track: NodeTrack, grid: Grid): TrendPoint[] {
  const points: TrendPoint[] = [];
  for (const [bucket, sweeps] of track.sweeps.entries()) {
    if (sweeps === 0) continue;
    points.push({
      atMs: bucketStart(grid, bucket) + grid.stepMs / 2,
      connections: (track.connections[bucket] ?? 0) / sweeps,
    });
  }
  return points;
}
