import type { NodeRow } from "@/lib/contract/cluster";
import { judgeNode } from "@/lib/domain/findings/node";
import type { NodeNow } from "@/lib/store/reads/read-nodes-now";
import type { RoleChange } from "@/lib/store/reads/read-role-changes";
import { headroomOf, type KnownNode, nodeRate } from "./fleet-now";
import { roundRatio } from "./round";

/** The budget and bound of the design, shown until the collector has told its own. */
const DEFAULT_BUDGET_RATIO = 0.002;
const DEFAULT_MAX_STALL_MS = 5;

/** A node's row: what was read of it, with its state and sentence. */
export function nodeRowOf(node: KnownNode, roles: readonly RoleChange[], nowMs: number): NodeRow {
  const { now, facts } = node;
  const judgement = judgeNode(facts, nowMs);
  const isReplica = facts.role === "replica";
  return {
    address: now.address,
    nodeId: now.redisNodeId,
    role: facts.role,
    roleSince: roleSinceOf(node, roles),
    primary: isReplica ? now.primaryAddress : null,
    slots: now.slots,
    engine: now.engine,
    version: now.version,
    state: judgement.state,
    reason: judgement.sentence,
    connections: facts.connections,
    headroom: headroomOf([node]),
    hoursToLimit: roundRatio(facts.hoursToLimit),
    openedPerSec: nodeRate(node, (row) => row.opened),
    closedPerSec: nodeRate(node, (row) => row.closed),
    unattributedPerSec: nodeRate(node, (row) => row.unattributed),
    rejectedPerSec: node.fresh ? roundRatio(now.rejectedPerSec) : null,
    blockedClients: now.blockedClients,
    ping: pingOf(now),
    replication: isReplica
      ? { linkUp: now.primaryLinkUp, lagBytes: now.replicationLagBytes, lastIoSec: now.primaryLastIoSec }
      : null,
    uptimeSec: now.uptimeSec,
    ageMs: facts.countedAtMs === null ? null : Math.max(0, nowMs - facts.countedAtMs),
    cost: costOf(now),
    refusals: (now.refusals ?? []).map(({ command, reason, since }) => ({ command, reason, since })),
    service: null,
  };
}

/** The last change of role that we saw; a node that never changed has none. */
function roleSinceOf({ now, facts }: KnownNode, roles: readonly RoleChange[]): string | null {
  const change = roles.find((role) => role.nodeId === now.nodeId);
  return change !== undefined && change.role === facts.role ? change.at.toISOString() : null;
}

function pingOf(now: NodeNow): NodeRow["ping"] {
  const { pingMinMs: minMs, pingMedianMs: medianMs, pingMaxMs: maxMs, pingsSent, pingsFailed } = now;
  if (minMs === null || medianMs === null || maxMs === null || pingsSent === null) return null;
  return { minMs, medianMs, maxMs, sent: pingsSent, failed: pingsFailed ?? 0 };
}

function costOf(now: NodeNow): NodeRow["cost"] {
  return {
    ratio: roundRatio(now.costRatio),
    budgetRatio: roundRatio(now.budgetRatio) ?? DEFAULT_BUDGET_RATIO,
    sweepIntervalMs: now.sweepIntervalMs,
    mode: modeOf(now.sweepMode),
    longestStallMs: roundRatio(now.longestStallMs),
    maxStallMs: now.maxStallMs ?? DEFAULT_MAX_STALL_MS,
  };
}

function modeOf(mode: string | null): NodeRow["cost"]["mode"] {
  return mode === "full" || mode === "chunks" || mode === "refused" ? mode : "unknown";
}
