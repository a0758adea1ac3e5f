import { parseClientList } from "@/lib/domain/redis/client-list";
import type { InfoReply } from "@/lib/domain/redis/info";
import type { ListReply } from "../sources/redis-commands";
import { failure } from "../sources/redis-failure";
import { ownUsec } from "../watch-cost";
import type { ListPort } from "./list-port";
import { runIdOf, type SweepOutcome } from "./sweep-outcome";

/** The clients that are known to be there, and the moment up to which that is true. */
export interface KnownClients {
  readonly runId: string;
  /** Ids of every sort of client, ours and replicas included, ascending. */
  readonly ids: readonly number[];
  /** Every id up to here was handed out and asked for. */
  readonly upTo: number;
  /** `total_connections_received` when `upTo` was the highest id; null: not known. */
  readonly received: number | null;
  /** An id that was handed out for certain: that of our own connection. */
  readonly atLeast: number;
}

export interface ChunkPlan {
  readonly chunkIds: number;
  readonly pauseMs: number;
}

/** A burst of new clients can outrun the range; one that outruns it this often is left to the next sweep. */
const MOST_LOOKAHEADS = 50;

/**
 * The set of clients by CLIENT LIST ID: known ids, then every id that can have been handed out since, then windows
 * above that until one is empty. No single command lists more than `chunkIds` clients. The empty window reaches half
 * its length beyond the connections that were received: so many ids may have gone elsewhere before a client is missed.
 * Each connection that is received takes an id (some ids go elsewhere: failed TLS handshakes, modules), so the growth of
 * `total_connections_received` never runs ahead of the ids: an id that is not handed out yet is never taken for asked.
 */
export async function sweepByChunks(
  port: ListPort,
  known: KnownClients,
  plan: ChunkPlan,
): Promise<SweepOutcome> {
  const atMs = Date.now();
  const lists: Buffer[] = [];
  let commands = 0;
  let elapsedMs = 0;
  const ask = async (ids: readonly number[], bracket: boolean): Promise<SweepOutcome | ListReply> => {
    if (commands > 0) await port.pause(plan.pauseMs);
    const answer = await port.list(ids, bracket);
    if (answer.state === "failed") return answer;
    const refusal = answer.outcomes.find(({ refused }) => refused !== null);
    if (refusal?.refused) return { state: "refused", command: "CLIENT LIST", reason: refusal.refused };
    if (answer.value.list !== null) lists.push(answer.value.list);
    elapsedMs += answer.value.elapsedMs;
    commands++;
    return answer.value;
  };

  const chunks = chunked(known.ids, plan.chunkIds);
  const opening = await ask(chunks.shift() ?? range(known.upTo + 1, known.upTo + plan.chunkIds), true);
  if ("state" in opening) return opening;
  const { before } = opening;
  if (before === null) return { state: "refused", command: "INFO", reason: "INFO is not answered" };
  if (before.server.runId !== known.runId) return { state: "restarted" };
  for (const ids of chunks) {
    const reply = await ask(ids, false);
    if ("state" in reply) return reply;
  }

  let upTo = known.ids.length > 0 ? known.upTo : (highestIdOf(opening.list) ?? known.upTo);
  const expected = Math.max(known.upTo + receivedSince(known, before), known.atLeast);
  while (upTo < expected) {
    const to = Math.min(expected, upTo + plan.chunkIds);
    const reply = await ask(range(upTo + 1, to), false);
    if ("state" in reply) return reply;
    upTo = to;
  }
  for (let lookaheads = 0; lookaheads < MOST_LOOKAHEADS; lookaheads++) {
    const reply = await ask(range(upTo + 1, upTo + plan.chunkIds), true);
    if ("state" in reply) return reply;
    const runId = runIdOf(before, reply.after);
    if (runId === null || reply.before === null || reply.after === null) return { state: "restarted" };
    const handedOut = known.upTo + receivedSince(known, reply.before);
    const highest = highestIdOf(reply.list);
    if (highest !== null || handedOut > upTo + plan.chunkIds / 2) {
      upTo = highest ?? Math.min(handedOut, upTo + plan.chunkIds);
      continue;
    }
    const list = Buffer.concat(lists);
    const costUsec = ownUsec(
      before.commandStats,
      reply.after.commandStats,
      new Map([["client|list", commands]]),
    );
    const largest = Math.max(...lists.map(({ length }) => length));
    return {
      state: "swept",
      mode: "chunks",
      list,
      runId,
      received: reply.before.stats.totalConnectionsReceived ?? null,
      askedUpTo: Math.max(upTo, handedOut),
      connected: reply.after.clients.connectedClients ?? null,
      atMs,
      elapsedMs,
      costUsec,
      // The server's time for a chunk goes with the clients in it.
      longestCommandUsec: costUsec === null || list.length === 0 ? null : (costUsec * largest) / list.length,
    };
  }
  return { state: "failed", failure: failure("busy", "gets new clients faster than they can be listed") };
}

function highestIdOf(list: Buffer | null): number | null {
  if (list === null || list.length === 0) return null;
  const rows = parseClientList(list);
  let highest: number | null = null;
  for (let row = 0; row < rows.count; row++) highest = Math.max(highest ?? 0, rows.id[row] ?? 0);
  return highest;
}

function receivedSince(known: KnownClients, now: InfoReply): number {
  const received = now.stats.totalConnectionsReceived;
  return received === undefined || known.received === null ? 0 : Math.max(0, received - known.received);
}

function chunked(ids: readonly number[], size: number): number[][] {
  const chunks: number[][] = [];
  for (let at = 0; at < ids.length; at += size) chunks.push(ids.slice(at, at + size));
  return chunks;
}

function range(from: number, to: number): number[] {
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index);
}
