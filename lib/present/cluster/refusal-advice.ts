import type { NodeRow } from "@/lib/contract/cluster";
import { shortNode } from "../node-names";

/** A command refused by a server, and the line that would allow it. */
export interface RefusalAdvice {
  /** Run on the server by somebody who may; null: rights are not the reason. */
  readonly grant: string | null;
  readonly sentence: string;
}

/** Redis says: NOPERM User evenkeel has no permissions to run the 'client|list' command (7.0 on), or this user … (6). */
const NO_PERMISSION = /NOPERM|no permissions/i;
const NAMED_USER = /\buser (\S+) has no permissions/i;
const UNKNOWN_COMMAND = /unknown (?:sub)?command/i;

export function adviseOnRefusal(refusal: { command: string; reason: string }): RefusalAdvice {
  const { command, reason } = refusal;
  if (NO_PERMISSION.test(reason)) {
    const user = NAMED_USER.exec(reason)?.[1] ?? "evenkeel";
    return {
      grant: `ACL SETUSER ${user} ${rightsFor(command).join(" ")}`,
      sentence: `The user ${user} may not run ${command}.`,
    };
  }
  if (UNKNOWN_COMMAND.test(reason)) {
    return {
      grant: null,
      sentence: `This server has no ${command}: it was renamed, switched off, or is too new.`,
    };
  }
  return { grant: null, sentence: reason };
}

/** The list in chunks asks by id, which is the same command with other arguments. */
function rightsFor(command: string): string[] {
  const words = command.trim().toLowerCase().split(/\s+/);
  return [`+${words.slice(0, 2).join("|")}`];
}

/** One refused command with all the nodes that refuse it for the same reason. */
export interface GatheredRefusal extends RefusalAdvice {
  readonly command: string;
  readonly reason: string;
  readonly title: string;
  /** What the page lacks because of it. */
  readonly consequence: string;
  readonly weight: "warning" | "plain";
}

const CONSEQUENCES: Record<string, string> = {
  "CLIENT LIST": "Without it nobody can be told apart: only the total of connections is known.",
  INFO: "Without it limits, roles and rates are not known.",
  ROLE: "Roles are read from INFO instead.",
  "CLUSTER NODES": "Without it the other nodes of the cluster cannot be discovered.",
};

export function gatherRefusals(nodes: readonly Pick<NodeRow, "address" | "refusals">[]): GatheredRefusal[] {
  const gathered = new Map<string, { command: string; reason: string; addresses: string[] }>();
  for (const node of nodes) {
    for (const { command, reason } of node.refusals) {
      const key = `${command}\n${reason}`;
      const known = gathered.get(key) ?? { command, reason, addresses: [] };
      known.addresses.push(node.address);
      gathered.set(key, known);
    }
  }
  return [...gathered.values()].map(({ command, reason, addresses }) => ({
    command,
    reason,
    ...adviseOnRefusal({ command, reason }),
    title: `${command} is refused by ${whoRefuses(addresses, nodes.length)}`,
    consequence: CONSEQUENCES[command.toUpperCase()] ?? "",
    weight: command.toUpperCase() === "CLIENT LIST" ? "warning" : "plain",
  }));
}

function whoRefuses(addresses: readonly string[], all: number): string {
  if (addresses.length === 1) return shortNode(addresses[0] ?? "");
  return addresses.length === all ? `all ${all} nodes` : `${addresses.length} of ${all} nodes`;
}
