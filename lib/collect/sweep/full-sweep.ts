import { failure } from "../sources/redis-failure";
import { ownUsec } from "../watch-cost";
import type { ListPort } from "./list-port";
import { runIdOf, type SweepOutcome } from "./sweep-outcome";

/** One CLIENT LIST between two INFOs, in one write: run id, counters and cost belong to exactly this list. */
export async function sweepFull(port: ListPort): Promise<SweepOutcome> {
  const atMs = Date.now();
  const answer = await port.list(null, true);
  if (answer.state === "failed") return answer;
  const refusal = answer.outcomes.find(({ refused }) => refused !== null);
  if (refusal?.refused) return { state: "refused", command: "CLIENT LIST", reason: refusal.refused };
  const { list, before, after, elapsedMs } = answer.value;
  const runId = runIdOf(before, after);
  if (runId === null || list === null || before === null || after === null) {
    return { state: "refused", command: "INFO", reason: "INFO shows no run_id" };
  }
  // The asking connection is a client too: a list without a single line is not a list.
  if (list.length === 0)
    return { state: "failed", failure: failure("garbled", "answers CLIENT LIST with nothing") };
  const costUsec = ownUsec(before.commandStats, after.commandStats, new Map([["client|list", 1]]));
  return {
    state: "swept",
    mode: "full",
    list,
    runId,
    received: after.stats.totalConnectionsReceived ?? null,
    askedUpTo: null,
    connected: after.clients.connectedClients ?? null,
    atMs,
    elapsedMs,
    costUsec,
    longestCommandUsec: costUsec,
  };
}
